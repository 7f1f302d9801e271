"""The way of an edition's trade in numbers: from what is wanted to what was agreed."""
