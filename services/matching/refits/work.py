"""Works at refits, chunk by chunk, and starts those that a new day or a new rule calls for.

A chunk is settled in one transaction together with how far the refit is. One that is interrupted,
however hard, goes on behind the last chunk; one that is settled twice changes and tells nothing.
"""

import asyncio
from datetime import date
from functools import partial

from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Mongo, passes_by_itself
from services.matching import actions, metrics
from services.matching.editions import Editions
from services.matching.fit import RULES
from services.matching.matches import Matches
from services.matching.refits.model import Refit
from services.matching.refits.store import LeaseLost, Refits
from services.matching.store import Demands, Offers

DEMANDS, OFFERS = 5, 50
REST_SECONDS = 1.0
LONG_AGO = date(2000, 1, 1)


class Refitting:
    """The background work of a replica; any number of them may run."""

    def __init__(
        self,
        mongo: Mongo,
        refits: Refits,
        editions: Editions,
        demands: Demands,
        offers: Offers,
        matches: Matches,
    ) -> None:
        self._mongo, self._refits, self._editions = mongo, refits, editions
        self._demands, self._offers, self._matches = demands, offers, matches

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                await self.start_what_is_due()
                while refit := await self._refits.claim():
                    await self.finish(refit)
            except LeaseLost as lost:
                logger.warning("a refit was taken over", refit=str(lost))
            except Exception as error:
                if not passes_by_itself(error):
                    logger.exception("a refit failed and will be tried again")
            await asyncio.sleep(REST_SECONDS)

    async def measure(self) -> None:
        """Set how far what is matched lies behind."""
        metrics.index_age.set((await self._refits.oldest_wait()).total_seconds())

    async def start_what_is_due(self) -> None:
        """Queue a refit for each edition that has not seen this day, or these rules."""
        today = now().date()
        for edition in await self._editions.behind(today, RULES):

            async def queue(edition: str = edition) -> None:
                last, rules = await self._editions.catch_up(edition, today, RULES)
                if rules != RULES:
                    await self._refits.queue(edition, "rules")
                if last != today:
                    await self._refits.queue(edition, "day", last or LONG_AGO)

            await self._mongo.transaction(queue)

    async def finish(self, refit: Refit) -> None:
        """Settle chunk after chunk to the end. Raises LeaseLost."""
        while refit.state != "done":
            refit = await self._mongo.transaction(partial(self._settle_some, refit))

    async def _settle_some(self, refit: Refit) -> Refit:
        news: dict[str, object] = {"state": "running"}
        if not refit.cursor:
            news["total"] = await self._size(refit)
        ids = await self._settle_next(refit)
        if ids:
            news |= {"cursor": ids[-1], "settled": refit.settled + len(ids)}
        else:
            news |= {"state": "done", "ended_at": now()}
        advanced = refit.model_copy(update=news)
        await self._refits.advance(advanced)
        return advanced

    async def _settle_next(self, refit: Refit) -> list[str]:
        """Match the next few anew; their ids, in their order. Demands come before products."""
        today = now().date()
        if not refit.cursor and refit.why == "day":
            await self._matches.let_seen_follow(refit.edition, today)
        ids = await self._demands.ids_after(refit.cursor, refit.edition, DEMANDS, _ended(refit))
        if ids:
            await actions.find_supply(
                ids, self._offers, self._demands, self._matches, self._editions
            )
            return ids
        if refit.why != "day":
            return []
        offers = await self._offers.with_papers_over(
            refit.cursor, refit.edition, OFFERS, refit.since or LONG_AGO, today
        )
        if offers:
            await actions.match_offers(offers, self._demands, self._matches, self._editions)
        return [offer.id for offer in offers]

    async def _size(self, refit: Refit) -> int:
        size = await self._demands.count(refit.edition, _ended(refit))
        if refit.why == "day":
            today, since = now().date(), refit.since or LONG_AGO
            size += await self._offers.count_papers_over(refit.edition, since, today)
        return size


def _ended(refit: Refit) -> tuple[date, date] | None:
    """From which day on, and before which, demands ended that a refit is about; None for all."""
    return (refit.since or LONG_AGO, now().date()) if refit.why == "day" else None
