"""What an exhibitor sees and does with its own: drafts, publication, what to add, the history."""
