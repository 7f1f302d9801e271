"""What people read; the part that the code tells itself is written by `docs.generate`."""
