"""Matching.

Owns: buyers, their demands, and which product fits which demand, with the reasons.
Tells: BuyerRegistered, DemandPosted, DemandWithdrawn, MatchFound, MatchLost.
Listens to: EditionOpened, ProductListed, ProductWithdrawn, DemandPosted, DemandWithdrawn.
"""
