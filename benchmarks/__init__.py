"""How fast things are, each printed beside a floor that was measured in the same run."""
