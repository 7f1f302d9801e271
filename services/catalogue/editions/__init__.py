"""Editions of the expo: opened from a template or an earlier one, revised, kept open afterwards."""
