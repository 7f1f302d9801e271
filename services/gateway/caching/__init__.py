"""What the catalogue shows to everybody is kept for a while and told again without asking."""
