"""What people do: become known by their accounts, open their inbox, read what is in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import NotFound
from services.notifications.inbox.model import Entry
from services.notifications.inbox.store import Entries, Parties
from services.notifications.people.model import Introduction, Person
from services.notifications.people.store import People


async def introduce(
    told: Sequence[tuple[str, Introduction]], people: People, parties: Parties, quiet: timedelta
) -> None:
    """Know these accounts, in the transaction at hand; who knows nothing yet is written to soon."""
    before = await people.among(account for account, _ in told)
    after = dict(before)
    for account, introduction in told:
        after[account] = after[account].introduced(introduction)
    changed = [person for person in after.values() if person != before[person.id]]
    if changed:
        await people.introduce(changed)
        await _await_letters(changed, parties, quiet)


async def _await_letters(people: Sequence[Person], parties: Parties, quiet: timedelta) -> None:
    moment = now()
    waiting = await parties.among(
        person.account.party for person in people if person.account.party and not person.mailed
    )
    await parties.save(party.awaiting(moment, quiet) for party in waiting.values())


class Opened(NamedTuple):
    """A stretch of an inbox as one person sees it: entries with whether they were read."""

    entries: list[tuple[Entry, bool]]
    unread: int
    is_last: bool


async def open_inbox(
    caller: Caller,
    after: tuple[datetime, str] | None,
    limit: int,
    entries: Entries,
    people: People,
) -> Opened:
    """The inbox of the party the caller acts for, or their own; `unread` counts all of it."""
    inbox = caller.party or caller.account
    found = await entries.page(inbox, after, limit + 1)
    news, person = await entries.news(inbox), await people.get(caller.account)
    unread = sum(not person.has_read(entry, number) for entry, number in news.items())
    seen = [
        (entry, not entry.count or person.has_read(entry.id, entry.news)) for entry in found[:limit]
    ]
    return Opened(seen, unread, len(found) <= limit)


async def read_entry(caller: Caller, entry_id: str, entries: Entries, people: People) -> None:
    """The caller has read what the entry says now. Raises NotFound for other parties' entries."""
    entry = await entries.of(caller.party or caller.account, entry_id)
    if entry is None:
        raise NotFound("Kabar ini tidak ada di kotak masuk Anda.", "Your inbox has no such entry.")
    await people.read(caller.account, entry.id, entry.news)
