"""Gathers what a pool depends on, and has it reckoned elsewhere."""

from collections.abc import Iterable, Sequence

from kernel.clock import now
from services.matching.capacity.actions import Reservations
from services.matching.capacity.months import Month
from services.matching.model import Demand
from services.matching.pools.model import Proposal
from services.matching.pools.proposal import Order
from services.matching.pools.solver import Solver
from services.matching.store import Offers


class Planner:
    """Finds pools for demands, as offers and promises are at the moment."""

    def __init__(self, offers: Offers, reservations: Reservations, solver: Solver) -> None:
        self._offers, self._reservations, self._solver = offers, reservations, solver

    async def plan(
        self,
        demand: Demand,
        months: Sequence[Month],
        wanted: Sequence[float],
        members_at_most: int | None,
        *,
        holder: str = "",
        without: Iterable[str] = (),
        seconds: float = 0,
    ) -> Proposal:
        """The cheapest pool for `wanted` units in each of some months. Raises Unavailable.

        What `holder` has reserved counts as free; products in `without` are not considered. A
        proof may take some `seconds`; without them the answer comes at once, with its gap.
        """
        order = Order(
            demand=demand,
            months=tuple(months),
            wanted=tuple(wanted),
            offers=await self._offers.unread_for_words(demand.edition, demand.words),
            promised=await self._reservations.promised(demand.edition, besides=holder),
            without=frozenset(without),
            members_at_most=members_at_most,
            today=now().date(),
            seconds=seconds,
        )
        return await self._solver.answer(order)
