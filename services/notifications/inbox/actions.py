"""What happens in an inbox: matches are heard of and folded into entries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from contracts.notifications import EntryWritten
from kernel.clock import now
from services.notifications import metrics
from services.notifications.inbox.model import Entry, Heading, Match, Party
from services.notifications.inbox.store import Entries, Matches, Parties
from services.notifications.words import Words


class Change(NamedTuple):
    """A match before and after something was heard of it."""

    before: Match | None
    after: Match

    @property
    def touched(self) -> set[Heading]:
        """The entries to count anew."""
        return {*self.after.headings, *(self.before.headings if self.before else ())}

    @property
    def enriched(self) -> set[Heading]:
        """The entries that have a match more than before."""
        if not self.after.is_live:
            return set()
        counted = self.before.headings if self.before and self.before.is_live else ()
        return set(self.after.headings).difference(counted)


class Inboxes:
    """Folds what is heard of matches into the inboxes of both parties."""

    def __init__(
        self, matches: Matches, entries: Entries, parties: Parties, words: Words, quiet: timedelta
    ) -> None:
        self._matches, self._entries, self._parties = matches, entries, parties
        self._words, self._quiet = words, quiet

    async def hear(self, told: Sequence[Match]) -> None:
        """Fold in what was told of matches, in the transaction at hand."""
        changes = await self._remember(told)
        if not changes:
            return
        enriched = set[Heading]().union(*(change.enriched for change in changes))
        parties = await self._tell({heading.party for heading in enriched})
        news = {heading.id: parties[heading.party].news for heading in enriched}
        await self._count_anew(set[Heading]().union(*(change.touched for change in changes)), news)

    async def _remember(self, told: Sequence[Match]) -> list[Change]:
        """Those matches of which something was told that was not known."""
        heard = _each_once(told)
        known = await self._matches.among(heard)
        changes = []
        for id_, match in heard.items():
            before = known.get(id_)
            after = before.merged(match) if before else match
            if after != before:
                changes.append(Change(before, after))
        if changes:
            await self._matches.save([change.after for change in changes])
        return changes

    async def _tell(self, ids: set[str]) -> Mapping[str, Party]:
        """Count one more piece of news for each of these parties."""
        moment, known = now(), await self._parties.among(ids)
        told = {id_: party.told(moment, self._quiet) for id_, party in known.items()}
        await self._parties.save(told.values())
        return told

    async def _count_anew(self, touched: set[Heading], news: Mapping[str, int]) -> None:
        """Write these entries as their matches are now; `news` numbers those with a match more."""
        headings = {heading.id: heading for heading in touched}
        folds = await self._matches.folds(headings)
        before, moment = await self._entries.among(folds), now()
        after = [
            before.get(id_, Entry.under(headings[id_], moment)).counting(
                fold, news.get(id_, 0), moment
            )
            for id_, fold in folds.items()
        ]
        changed = [entry for entry in after if entry != before.get(entry.id)]
        told = _one_a_party(changed)
        await self._entries.save(after, [self._fact(entry) for entry in told])
        metrics.notifications.labels("inbox", "written").inc(len(changed))

    def _fact(self, entry: Entry) -> EntryWritten:
        return EntryWritten(
            subject=entry.id,
            version=entry.version,
            edition=entry.edition,
            party=entry.party,
            occasion=entry.occasion,
            count=entry.count,
            title=self._words.title(entry, "id"),
            title_en=self._words.title(entry, "en"),
        )


def _one_a_party(entries: Sequence[Entry]) -> Iterable[Entry]:
    """The fullest entry of each party: an open inbox says its title and looks at all of them."""
    return {entry.party: entry for entry in sorted(entries, key=lambda one: one.count)}.values()


def _each_once(told: Sequence[Match]) -> dict[str, Match]:
    heard: dict[str, Match] = {}
    for match in told:
        heard[match.id] = heard[match.id].merged(match) if match.id in heard else match
    return heard
