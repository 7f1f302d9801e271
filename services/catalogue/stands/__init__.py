"""Stands: who stands where, by a rule or by hand, drawn for everybody as the plan of the floor."""
