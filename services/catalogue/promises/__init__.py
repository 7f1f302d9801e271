"""How much of the goods' capacity is promised to buyers, as matching tells it."""
