"""Bad spreadsheets, made on demand: what people and attackers upload, and how each is answered."""
