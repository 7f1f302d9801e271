"""Letters that open a door: wanted, given a one-time link, and handed to notifications."""
