"""Gates: the devices that may let people in, brought in by codes that open once."""
