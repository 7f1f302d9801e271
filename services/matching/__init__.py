"""Matching.

Owns: buyers, their demands, and which product fits which demand, with the reasons; whom capacity
is promised to; requests for quotation, quotes and awards; pools of several offers for one demand;
leads, numbers for hand-offs to WhatsApp, and the deal ledger; the requirement rules, and what each
product lacks for a market or a buyer.
Tells: BuyerRegistered, DemandPosted, DemandWithdrawn, MatchFound, MatchLost, CapacityPromised,
RfqOpened, RfqClosed, QuoteSent, QuoteWithdrawn, QuoteAwarded, QuoteDeclined, AwardAccepted,
AwardDeclined, AwardLapsed, PoolChanged, DealRecorded, LeadMade,
LeadsErased.
Listens to: EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn, DemandPosted,
DemandWithdrawn, BadgeBound, ErasureRequested.
"""
