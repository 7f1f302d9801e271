"""The gateway, the one public door.

Owns: accounts, sign-in sessions, the keys that sign tokens, badges, gates and who came in; shows
the pages, passes the API on.
Tells: AccountOpened, AccountClosed, LetterRequested, VisitorRegistered, BadgeBound,
VisitorEntered, VisitorLeft, ErasureRequested.
Listens to: HistoryErased, LeadsErased, MailErased; hears EntryWritten for live inboxes,
VisitorRegistered, VisitorEntered and VisitorLeft for the check-in monitor, these and DemandPosted,
MatchFound, LeadMade, RfqOpened, QuoteSent, AwardAccepted, PoolChanged and DealRecorded for the
dashboard, and the catalogue's EditionOpened, ExhibitorListed, ProductListed and ProductWithdrawn
for the answers it keeps.
"""
