"""Matching.

Owns: buyers, their demands, and which product fits which demand, with the reasons; whom capacity
is promised to.
Tells: BuyerRegistered, DemandPosted, DemandWithdrawn, MatchFound, MatchLost, CapacityPromised.
Listens to: EditionOpened, ProductListed, ProductWithdrawn, DemandPosted, DemandWithdrawn.
"""
