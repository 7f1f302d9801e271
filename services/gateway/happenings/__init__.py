"""What happens at an edition, in words without names, for the office's dashboard."""
