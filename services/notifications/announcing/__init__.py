"""Announcing: what the office says reaches the inbox of each party of its audience, once."""
