"""The room of news: who is told what, in their language, in the inbox and by e-mail.

Owns who wants to be told what and where, the inbox, the words, deliveries and their retries.
Tells: EntryWritten.
Listens to: gateway.AccountOpened, matching.MatchFound, matching.MatchLost.
Decides nothing about the expo: it folds what it hears and passes it on.
"""
