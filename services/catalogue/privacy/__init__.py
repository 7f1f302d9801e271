"""What Catalogue has of people: shown to them, ended by periods, forgotten when they ask."""
