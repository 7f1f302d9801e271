"""How people come in: they are asked by a letter, choose a password, and may be asked to leave."""
