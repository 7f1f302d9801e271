"""The history: who changed what and when, and for whom."""
