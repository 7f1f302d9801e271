"""Tries demands that nobody has posted yet on all that an edition offers."""

import asyncio
import time
from collections import OrderedDict
from typing import NamedTuple

from kernel.clock import now
from services.matching.editions import Editions
from services.matching.fit import matched
from services.matching.match import Match
from services.matching.model import Demand
from services.matching.store import Offers
from services.matching.trials.columns import Columns

MOST_EDITIONS = 4
STALE_SECONDS = 30.0


class _Built(NamedTuple):
    """Columns of an edition as it was at some turn."""

    columns: Columns
    turn: int
    at: float


class Trials:
    """Columns of the editions asked for last, in memory.

    They are built anew when the edition has been matched since, at most every half a minute: what
    is shown is read from the database, so it may lack the newest offers but shows none wrongly.
    """

    def __init__(self, editions: Editions, offers: Offers) -> None:
        self._editions, self._offers = editions, offers
        self._built: OrderedDict[str, _Built] = OrderedDict()
        self._building = asyncio.Lock()

    async def best(self, demand: Demand, most: int) -> tuple[list[Match], int]:
        """The best matches of a demand with their reasons, and how many there are in all."""
        columns = await self._columns(demand.edition)
        weights, _ = await self._editions.weights(demand.edition)
        today = now().date()
        places, fitting = columns.best(demand, today, weights, most)
        offers = await self._offers.listed([columns.ids[place] for place in places])
        tried = [matched(demand, offer, today, weights) for offer in offers.values()]
        found = [match for match in tried if match is not None and match.live]
        return sorted(found, key=lambda match: (-match.score, match.id)), fitting

    async def _columns(self, edition: str) -> Columns:
        async with self._building:
            turn = await self._editions.turn(edition)
            built = self._built.get(edition)
            if built is None or (turn != built.turn and _age(built) > STALE_SECONDS):
                offers = [offer async for offer in self._offers.every(edition)]
                columns = await asyncio.to_thread(Columns, offers)
                built = self._built[edition] = _Built(columns, turn, time.monotonic())
            self._built.move_to_end(edition)
            while len(self._built) > MOST_EDITIONS:
                self._built.popitem(last=False)
            return built.columns


def _age(built: _Built) -> float:
    return time.monotonic() - built.at
