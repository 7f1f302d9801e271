"""The catalogue.

Owns: editions of the expo with their stands, profiles that last, exhibitors, products with
prices and capacity, the papers of both with files and verdicts, their pictures, the history of
who changed what.
Tells: EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn, PaperExpiring,
HistoryErased.
Listens to: ErasureRequested.
"""
