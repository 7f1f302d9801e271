"""The catalogue.

Owns: editions of the expo, exhibitors, products with their papers, prices and capacity.
Tells: EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn.
Listens to: nothing.
"""
