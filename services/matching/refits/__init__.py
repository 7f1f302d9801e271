"""The sub-room of refits: what must be matched anew all over an edition, in the background."""
