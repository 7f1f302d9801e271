"""Announcements of an edition: what the office says to all or to some, when, and taken back."""
