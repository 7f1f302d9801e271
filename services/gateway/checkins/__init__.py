"""Check-in: what gates scan, who is on the floor by it, and what stands scan."""
