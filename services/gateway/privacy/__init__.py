"""Rights of people: see what is kept, take it along, have it erased everywhere, by every room."""
