"""What happens in an inbox: matches are heard of and folded into entries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from contracts.notifications import EntryWritten
from kernel.clock import now
from services.notifications import metrics
from services.notifications.inbox.model import Change, Entry, Party
from services.notifications.inbox.store import Entries, Matches, Parties
from services.notifications.inbox.told import Heading, Told
from services.notifications.words import Words


class Inboxes:
    """Folds what is heard of matches and quotes into the inboxes of those it concerns."""

    def __init__(
        self, matches: Matches, entries: Entries, parties: Parties, words: Words, quiet: timedelta
    ) -> None:
        self._matches, self._entries, self._parties = matches, entries, parties
        self._words, self._quiet = words, quiet

    async def hear(self, told: Sequence[Told]) -> None:
        """Fold in what was told, in the transaction at hand."""
        changes = await self._remember(told)
        if not changes:
            return
        enriched = set[Heading]().union(*(change.enriched for change in changes))
        parties = await self._tell({heading.party for heading in enriched})
        news = {heading.id: parties[heading.party].news for heading in enriched}
        await self._bring_up_to_date(_by_heading(changes), news)

    async def _remember(self, told: Sequence[Told]) -> list[Change]:
        """Those things of which something was told that was not known."""
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

    async def _bring_up_to_date(
        self, touched: Mapping[Heading, Sequence[Change]], news: Mapping[str, int]
    ) -> None:
        """Write these entries as their matches are now; `news` numbers those with a match more.

        An entry is counted anew when one of those it shows first has changed; otherwise the
        changes tell all that is new about it, however many matches it has.
        """
        changes = {heading.id: of_it for heading, of_it in touched.items()}
        before, moment = await self._entries.among(changes), now()
        anew = {
            heading.id: heading
            for heading, of_it in touched.items()
            if heading.id not in before or before[heading.id].must_be_counted_anew(of_it)
        }
        folds = await self._matches.folds(anew) if anew else {}
        counted = [
            before.get(id_, Entry.under(anew[id_], moment)).counting(fold, news.get(id_, 0), moment)
            for id_, fold in folds.items()
        ]
        adjusted = [
            entry.adjusted(changes[id_], news.get(id_, 0), moment)
            for id_, entry in before.items()
            if id_ not in anew
        ]
        after = counted + adjusted
        changed = [entry for entry in after if entry != before.get(entry.id)]
        told = _one_a_party(changed)
        await self._entries.save(after, [self._fact(entry) for entry in told])
        metrics.notifications.labels("inapp", "delivered").inc(len(changed))

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


def _by_heading(changes: Sequence[Change]) -> dict[Heading, list[Change]]:
    touched: dict[Heading, list[Change]] = {}
    for change in changes:
        for heading in change.touched:
            touched.setdefault(heading, []).append(change)
    return touched


def _one_a_party(entries: Sequence[Entry]) -> Iterable[Entry]:
    """The fullest entry of each party: an open inbox says its title and looks at all of them."""
    return {entry.party: entry for entry in sorted(entries, key=lambda one: one.count)}.values()


def _each_once(told: Sequence[Told]) -> dict[str, Told]:
    heard: dict[str, Told] = {}
    for match in told:
        heard[match.id] = heard[match.id].merged(match) if match.id in heard else match
    return heard
