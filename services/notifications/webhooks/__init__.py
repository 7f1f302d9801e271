"""What the expo makes public, told to partners' programs at addresses of their own, signed."""
