"""Nothing of people is kept for longer than its period: looked after once a day, by schedule."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Mongo
from kernel.privacy.model import Period, Purge, Rule

EVERY = timedelta(hours=24)
LOOK_SECONDS = 600.0


class Retention:
    """A room's periods, and what ends each; a kind without a purge ends by an index.

    Purging twice does no harm: of replicas that start at once each may do it, and one that is
    killed in between leaves the rest to the next.
    """

    def __init__(self, mongo: Mongo, rules: Sequence[Rule], purges: Mapping[str, Purge]) -> None:
        known = {rule.kind: rule for rule in rules}
        if missing := [kind for kind in purges if known[kind].days is None]:
            raise ValueError(f"no period is given for {missing}")
        self._rules, self._purges, self._runs = rules, purges, mongo["retention_runs"]

    async def run(self) -> None:
        """Purge whenever a day has passed, until cancelled."""
        while True:
            await self.purge()
            await asyncio.sleep(LOOK_SECONDS)

    async def purge(self) -> None:
        """End what is over, of each kind that was not looked after within a day."""
        for kind, purge in self._purges.items():
            moment, last = now(), await self._runs.find_one({"_id": kind})
            if last is None or moment - last["at"] >= EVERY:
                gone = await purge.purge(moment - self._period(kind))
                run = {"$set": {"at": moment, "gone": gone}}
                await self._runs.update_one({"_id": kind}, run, upsert=True)
                logger.info("periods were looked after", kind=kind, gone=gone)

    async def preview(self) -> list[Period]:
        """What would go now; nothing does."""
        return [await self._shown(rule) for rule in self._rules]

    async def _shown(self, rule: Rule) -> Period:
        purge, last = self._purges.get(rule.kind), await self._runs.find_one({"_id": rule.kind})
        return Period(
            kind=rule.kind,
            title=rule.title,
            title_en=rule.title_en,
            days=rule.days,
            due=await purge.due(now() - self._period(rule.kind)) if purge else None,
            ran_at=last and last["at"],
            gone=last["gone"] if last else 0,
        )

    def _period(self, kind: str) -> timedelta:
        days = next(rule.days for rule in self._rules if rule.kind == kind)
        return timedelta(days=days or 0)
