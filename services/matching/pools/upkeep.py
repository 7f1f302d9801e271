"""What pools need by themselves: proofs, deadlines, replacements.

Any number of replicas may run it. Reckoning takes seconds and happens outside of transactions; its
outcome is saved only when the pool is still the one that was reckoned for. What is not saved,
because of a crash or because somebody was quicker, is done again.
"""

import asyncio
from collections.abc import Sequence

from kernel.clock import now
from kernel.logs import logger
from kernel.mongo import Mongo
from services.matching.capacity.actions import Reservations
from services.matching.pools import life
from services.matching.pools.model import Member, Pool, Proposal
from services.matching.pools.planning import Planner
from services.matching.pools.store import Pools
from services.matching.store import Demands

TICK_SECONDS = 1.0
POOLS = 10
PROOF_SECONDS = 10.0


class Upkeep:
    """Looks after pools, one after the other."""

    def __init__(
        self,
        mongo: Mongo,
        pools: Pools,
        demands: Demands,
        reservations: Reservations,
        planner: Planner,
    ) -> None:
        self._mongo, self._pools, self._demands = mongo, pools, demands
        self._reservations, self._planner = reservations, planner

    async def run(self) -> None:
        """Look after what is due, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(TICK_SECONDS)

    async def look(self) -> None:
        """Look after all that is due now; one that fails is left for the next time."""
        for pool in await self._pools.to_look_after(now(), POOLS):
            try:
                await self._look_after(pool)
            except Exception:
                logger.exception("a pool waits for the next look", pool=pool.id)

    async def _look_after(self, pool: Pool) -> None:
        moment = now()
        if pool.closes_at and pool.closes_at <= moment and pool.state == "inviting":
            text = "Tidak lengkap pada waktunya; dibubarkan."
            after = life.dissolved(pool, moment, text, "Not complete in time; dissolved.")
            return await self._save(pool, after)
        on_time = life.expired(pool, moment)
        if on_time is not pool:
            return await self._save(pool, on_time)
        if pool.to_do == "prove":
            found = await self._reckoned(pool, [])
            return await self._save(pool, life.settled(pool, found, now()))
        if pool.to_do == "repair":
            kept, found = await self._replacements(pool)
            await self._save(pool, life.repaired(pool, kept, found, now()))

    async def _replacements(self, pool: Pool) -> tuple[Sequence[Member], Proposal]:
        """Who keeps their shares, and who delivers the rest; as few as possible are asked anew.

        All that are present keep theirs if the rest can be filled beside them. Otherwise those
        who have agreed keep theirs, and the others may be asked for more.
        """
        found = await self._reckoned(pool, pool.present)
        agreed = [member for member in pool.present if member.state == "accepted"]
        if not found.missing or len(agreed) == len(pool.present):
            return pool.present, found
        other = await self._reckoned(pool, agreed)
        better = _missing(other) < _missing(found)
        return (agreed, other) if better else (pool.present, found)

    async def _reckoned(self, pool: Pool, kept: Sequence[Member]) -> Proposal:
        demand = await self._demands.get(pool.edition, pool.demand_code)
        gone = [m.product for m in pool.members if m.state in ("declined", "expired")]
        places = pool.members_at_most and max(0, pool.members_at_most - len(kept))
        return await self._planner.plan(
            demand,
            pool.months,
            life.open_volume(pool, kept, now()),
            places,
            holder=pool.holder,
            without=[*gone, *(member.product for member in kept)],
            seconds=PROOF_SECONDS,
        )

    async def _save(self, before: Pool, after: Pool) -> None:
        async def work() -> None:
            current = await self._pools.get(before.edition, before.code)
            if current.version != before.version:
                return
            await self._promise(after)
            await self._pools.save([after])

        await self._mongo.transaction(work)

    async def _promise(self, after: Pool) -> None:
        if after.state == "dissolved":
            await self._reservations.release(after.holder, "dissolved")
        if after.state == "complete":
            await self._reservations.confirm(after.holder)


def _missing(proposal: Proposal) -> float:
    return sum(shortage.volume for shortage in proposal.missing)
