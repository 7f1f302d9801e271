"""What a product still lacks for a market or a buyer, from dated rules tied to evidence."""
