"""The catalogue.

Owns: editions of the expo with their stands, profiles that last, exhibitors, products with
prices and capacity, the papers of both with files and verdicts, their pictures, the history of
who changed what; searches that people keep; the programme of talks; what the office announces;
its own copy of how much capacity is promised.
Tells: EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn, PaperExpiring, GoodsFound,
AnnouncementMade, AnnouncementWithdrawn, HistoryErased.
Listens to: CapacityPromised, ProductListed, ErasureRequested.
"""
