"""Matching.

Owns: buyers, their demands, and which product fits which demand, with the reasons; whom capacity
is promised to; requests for quotation, quotes and awards.
Tells: BuyerRegistered, DemandPosted, DemandWithdrawn, MatchFound, MatchLost, CapacityPromised,
RfqOpened, RfqClosed, QuoteSent, QuoteWithdrawn, QuoteAwarded, QuoteDeclined, AwardAccepted,
AwardDeclined, AwardLapsed.
Listens to: EditionOpened, ProductListed, ProductWithdrawn, DemandPosted, DemandWithdrawn.
"""
