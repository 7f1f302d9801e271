"""Who tries too often waits: guesses at one account, and requests of one network."""
