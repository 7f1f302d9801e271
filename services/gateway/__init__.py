"""The gateway, the one public door.

Owns: accounts, sign-in sessions, the keys that sign tokens; shows the pages, passes the API on.
Tells: AccountOpened, AccountClosed, LetterRequested.
Listens to: nothing; hears EntryWritten for live inboxes.
"""
