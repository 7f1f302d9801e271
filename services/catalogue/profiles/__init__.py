"""Profiles: who an exhibitor is, whatever editions it takes part in."""
