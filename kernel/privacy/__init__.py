"""What every room does for people's rights: show what it has of them, forget them, keep periods."""
