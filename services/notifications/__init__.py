"""The room of news: who is told what, in their language, in the inbox and by mail.

Owns: who wants to be told what and where, the inbox, the words, deliveries and their retries, the
addresses of partners' programs and what goes to them.
Tells: EntryWritten, MailErased.
Listens to: AccountOpened, AccountClosed, LetterRequested, MatchFound, MatchLost, RfqOpened,
RfqClosed, QuoteSent, QuoteWithdrawn, QuoteAwarded, QuoteDeclined, AwardAccepted, AwardDeclined,
AwardLapsed, PaperExpiring, GoodsFound, DealRecorded, LeadMade, PoolChanged, ErasureRequested,
EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn, AnnouncementMade,
AnnouncementWithdrawn.
"""
