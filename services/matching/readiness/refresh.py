"""Sums up anew, in the background, what was found of goods that are due."""

import asyncio
import time
from collections.abc import Mapping
from datetime import date

from kernel.clock import now
from services.matching.readiness.dossiers import Dossiers
from services.matching.readiness.found import Summaries, SummedUp
from services.matching.readiness.model import Dossier, Firm
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.rules import Rules
from services.matching.readiness.store import Due, Shelf
from services.matching.readiness.subject import Subject
from services.matching.readiness.summaries import (
    good_until,
    kinds_of,
    summaries_of,
    valid_papers,
)

CHUNK = 50
REST_SECONDS = 0.5
QUIET_SECONDS = 3.0


class Refresher:
    """Takes goods that are due in chunks, and after each of them rests as long as it worked.

    Matching answers requests and facts in the same process, and those come first.
    A change, a new rule or the passing of a day only makes goods due. Whatever is interrupted
    stays due, and what is touched meanwhile is done again, so replicas may work side by side.
    """

    def __init__(
        self, shelf: Shelf, summaries: Summaries, dossiers: Dossiers, rules: Rules
    ) -> None:
        self._shelf, self._summaries = shelf, summaries
        self._dossiers, self._rules = dossiers, rules

    async def run(self) -> None:
        """Work until cancelled, no more than half of the time, and little while goods pour in."""
        while True:
            quiet_for = time.monotonic() - self._shelf.taken_in_at
            await asyncio.sleep(max(0.0, QUIET_SECONDS - quiet_for))
            began = time.monotonic()
            found = await self.refresh()
            await asyncio.sleep(time.monotonic() - began if found else REST_SECONDS)

    async def refresh(self) -> int:
        """Sum up a chunk of goods; returns how many there were."""
        today = now().date()
        chunk = await self._shelf.due(today, CHUNK)
        if chunk:
            book = await self._rules.current()
            firms = await self._shelf.firms([due.goods.exhibitor for due in chunk])
            about = [id_ for due in chunk for id_ in (due.goods.exhibitor, due.goods.id)]
            dossiers = await self._dossiers.with_ids(about)
            found = []
            for due in chunk:
                began = time.perf_counter()
                found.append(_summed_up(due, firms, dossiers, book, today))
                await asyncio.sleep(time.perf_counter() - began)
            await self._summaries.save(found)
        return len(chunk)


def _summed_up(
    due: Due,
    firms: Mapping[str, Firm],
    dossiers: Mapping[str, Dossier],
    book: RuleBook,
    today: date,
) -> SummedUp:
    goods = due.goods
    said = [dossiers[id_] for id_ in (goods.exhibitor, goods.id) if id_ in dossiers]
    subject = Subject(goods, firms.get(goods.exhibitor), said, book.lexicon)
    return SummedUp(
        due,
        summaries_of(subject, today, book, due.stale),
        kinds_of(subject, book),
        valid_papers(subject, today),
        good_until(subject, today, book),
    )
