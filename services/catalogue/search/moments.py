"""Which moment of the index is searched: the last one, or the one in which a list was begun."""

import secrets
import time
from collections import OrderedDict
from itertools import count

from tantivy import Searcher

from kernel.problems import Unavailable
from services.catalogue.search.moment import Moment

KEPT_SECONDS = 120.0
MOST_KEPT = 8


class Moments:
    """The index as it is now, and as it was for those who still read on in a list.

    What is kept costs the memory of what has changed since, so few are kept and not for long.
    """

    def __init__(self) -> None:
        self._names = map(f"{secrets.token_hex(4)}{{:x}}".format, count())
        self._now: Moment | None = None
        self._kept: OrderedDict[str, tuple[Moment, float]] = OrderedDict()

    def show(self, searcher: Searcher) -> None:
        """From now on this is searched; called from the thread that writes."""
        self._now = Moment(next(self._names), searcher)

    @property
    def products(self) -> int:
        """How many products there are to be found, in all editions."""
        return self._now.products if self._now else 0

    @property
    def are_ready(self) -> bool:
        """Whether there is a first index."""
        return self._now is not None

    @property
    def now(self) -> Moment:
        """Raises Unavailable while the first index is made."""
        if self._now is None:
            raise Unavailable(
                "Pencarian sedang disiapkan; coba lagi sebentar lagi.",
                "The search is being prepared; try again shortly.",
                code="search-not-ready",
            )
        return self._now

    def at(self, name: str) -> Moment:
        """A kept moment; now, when it is kept no longer or in another replica."""
        moment, _ = self._kept.get(name) or (self.now, 0.0)
        return moment

    def keep(self, moment: Moment) -> str:
        """Keep a moment for a while; its name."""
        self._kept[moment.name] = (moment, time.monotonic())
        self._kept.move_to_end(moment.name)
        self._forget_the_oldest()
        return moment.name

    def _forget_the_oldest(self) -> None:
        last = time.monotonic() - KEPT_SECONDS
        while len(self._kept) > MOST_KEPT or next(iter(self._kept.values()))[1] < last:
            self._kept.popitem(last=False)

    async def expect_ready(self) -> None:
        """Raises while the index is being made for the first time."""
        if not self.are_ready:
            raise RuntimeError("the search index is being made")
