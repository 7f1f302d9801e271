"""Verbs of pools: propose one, invite, answer, dissolve."""

from collections.abc import Callable, Sequence

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.mongo import Mongo
from kernel.problems import Conflict, Forbidden
from services.matching.capacity.actions import Reservations
from services.matching.matches import Matches
from services.matching.model import Demand
from services.matching.pools import life
from services.matching.pools.candidates import months_of
from services.matching.pools.model import Pool, PoolForm, expect_own, proposed_pool
from services.matching.pools.planning import Planner
from services.matching.pools.store import Pools
from services.matching.store import Demands

OFFICE = ("organiser", "assistant")


class Pooling:
    """What people do with pools; each answer is saved together with the capacity it promises."""

    def __init__(
        self,
        mongo: Mongo,
        pools: Pools,
        demands: Demands,
        matches: Matches,
        reservations: Reservations,
        planner: Planner,
    ) -> None:
        self._mongo, self._pools, self._demands = mongo, pools, demands
        self._matches, self._reservations, self._planner = matches, reservations, planner

    async def propose(self, edition: str, form: PoolForm, caller: Caller) -> Pool:
        """The cheapest pool for a demand that no single offer fills.

        Raises NotFound for the demand, Forbidden for whom it does not concern, Conflict when it is
        closed or over, when one offer suffices (`one-suffices`), when nobody offers such goods
        (`no-candidates`), or when a pool for it is under way (`pool-open`).
        """
        demand = await self._demands.get(edition, form.demand)
        await self._expect_concerned(demand, caller)
        _expect_open(demand)
        await self._expect_none_under_way(demand)
        months = months_of(demand, now().date())
        wanted = [float(demand.volume_per_month)] * len(months)
        found = await self._planner.plan(demand, months, wanted, form.members_at_most)
        _expect_worth_pooling(demand, found.suffices, bool(found.members))

        async def work() -> Pool:
            before = await self._expect_none_under_way(demand)
            by = "" if caller.role in OFFICE else caller.party
            pool = proposed_pool(demand, len(before) + 1, form, by, months, found, now())
            replaced = [_replaced(one) for one in before if one.state == "proposed"]
            await self._pools.save([*replaced, pool])
            return pool

        return await self._mongo.transaction(work)

    async def _expect_concerned(self, demand: Demand, caller: Caller) -> None:
        caller.must_be(*OFFICE, "buyer", "broker", "exhibitor")
        if caller.role in OFFICE or caller.party == demand.buyer:
            return
        query = {"edition": demand.edition, "demand": demand.id, "exhibitor": caller.party}
        is_match = caller.role == "exhibitor" and (await self._matches.page(query, None, 1))[0]
        if not is_match:
            raise Forbidden(
                "Kebutuhan ini milik pembeli lain, dan produk Anda tidak cocok dengannya.",
                "This demand is another buyer's, and your products do not fit it.",
            )

    async def _expect_none_under_way(self, demand: Demand) -> list[Pool]:
        before = await self._pools.of_demand(demand.edition, demand.id)
        for pool in before:
            if pool.state in ("inviting", "complete"):
                raise Conflict(
                    f"Kebutuhan ini sudah punya gabungan {pool.code}; bubarkan dulu bila hendak "
                    "mengusulkan yang lain.",
                    f"This demand has pool {pool.code} already; dissolve it before you propose "
                    "another.",
                    code="pool-open",
                    pool=pool.code,
                )
        return before

    async def invite(self, edition: str, code: str, days: int, seen: int, caller: Caller) -> Pool:
        """Ask all members of a proposal. Raises Forbidden, Conflict, StaleVersion."""

        def step(pool: Pool) -> Pool:
            expect_owner(pool, caller)
            if pool.state != "inviting":
                expect_version(pool.version, seen)
            return life.inviting(pool, days, now())

        return await self._changed(edition, code, step)

    async def accept(
        self, edition: str, code: str, product: str, seen: int, caller: Caller
    ) -> Pool:
        """A member agrees, and its capacity is reserved in the same transaction.

        Raises Forbidden, Conflict (`not-invited`, `pool-…`), AlreadyPromised, StaleVersion.
        """

        async def work() -> Pool:
            before = await self._pools.get(edition, code)
            member = before.member(product)
            _expect_member(before, product, caller)
            if member.state == "accepted":
                return before
            expect_version(member.version, seen)
            moment = now()
            after = life.accepted(before, product, moment)
            until = after.closes_at or moment
            await self._reservations.reserve(after.holder, member.shares(moment), until)
            if after.state == "complete":
                await self._reservations.confirm(after.holder)
            await self._pools.save([after])
            return after

        return await self._mongo.transaction(work)

    async def decline(
        self, edition: str, code: str, product: str, reason: str, seen: int, caller: Caller
    ) -> Pool:
        """A member leaves; what was reserved for it is free again."""

        async def work() -> Pool:
            before = await self._pools.get(edition, code)
            member = before.member(product)
            _expect_member(before, product, caller)
            if member.state == "declined":
                return before
            expect_version(member.version, seen)
            after = life.declined(before, product, reason, now())
            await self._reservations.release(after.holder, "declined", [member.product])
            await self._pools.save([after])
            return after

        return await self._mongo.transaction(work)

    async def dissolve(self, edition: str, code: str, seen: int, caller: Caller) -> Pool:
        """End a pool; all that was reserved for it is free again."""

        async def work() -> Pool:
            before = await self._pools.get(edition, code)
            expect_owner(before, caller)
            if before.state == "dissolved":
                return before
            expect_version(before.version, seen)
            after = life.dissolved(before, now(), "Dibubarkan.", "Dissolved.")
            await self._end(after)
            return after

        return await self._mongo.transaction(work)

    async def end_with_their_demands(self, demands: Sequence[str]) -> None:
        """Dissolve pools of closed demands, but for complete ones: these are agreed."""
        for demand in demands:
            for pool in await self._pools.of_demand(demand.split(":")[1], demand):
                if pool.state in ("proposed", "inviting"):
                    text = "Kebutuhannya ditutup."
                    await self._end(life.dissolved(pool, now(), text, "Its demand was closed."))

    async def _end(self, after: Pool) -> None:
        await self._reservations.release(after.holder, "dissolved")
        await self._pools.save([after])

    async def _changed(self, edition: str, code: str, step: Callable[[Pool], Pool]) -> Pool:
        async def work() -> Pool:
            before = await self._pools.get(edition, code)
            after = step(before)
            if after != before:
                await self._pools.save([after])
            return after

        return await self._mongo.transaction(work)


def _expect_open(demand: Demand) -> None:
    if demand.status != "open":
        raise Conflict(
            f"Kebutuhan {demand.title} sudah ditutup.",
            f"Demand {demand.title} is closed.",
            code="already-withdrawn",
        )


def _expect_worth_pooling(demand: Demand, suffices: str, is_anybody: bool) -> None:
    if suffices:
        raise Conflict(
            f"{suffices} memenuhi seluruh volume sendirian; tidak perlu gabungan.",
            f"{suffices} fills the whole volume alone; no pool is needed.",
            code="one-suffices",
        )
    if not is_anybody:
        raise Conflict(
            f"Tidak ada penawaran yang dapat ikut memenuhi {demand.title}: periksa batas harga, "
            "satuan, dan masa kebutuhan.",
            f"There is no offer that can help to fill {demand.title_en or demand.title}: look at "
            "the price limit, the unit and the period of the demand.",
            code="no-candidates",
        )


def expect_owner(pool: Pool, caller: Caller, *readers: str) -> None:
    """Raises Forbidden for anybody but its buyer, the office and some `readers`."""
    caller.must_be(*OFFICE, "buyer", "broker", *readers)
    if caller.role in ("buyer", "broker") and caller.party != pool.buyer:
        raise Forbidden("Gabungan ini milik pembeli lain.", "This pool belongs to another buyer.")


def _expect_member(pool: Pool, product: str, caller: Caller) -> None:
    caller.must_be(*OFFICE, "exhibitor")
    if caller.role not in OFFICE:
        expect_own(pool.member(product), caller.party)


def _replaced(pool: Pool) -> Pool:
    return life.dissolved(pool, now(), "Diganti usulan baru.", "Replaced by a new proposal.")
