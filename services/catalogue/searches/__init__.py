"""Searches that people keep: what fits them anew is told, each product at most once."""
