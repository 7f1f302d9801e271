"""People: who can be told, in which language, and what they have read and been written of."""
