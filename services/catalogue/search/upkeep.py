"""Keeps the index true: made from the database, then changed with it, in a thread of its own."""

import asyncio
import threading
import time
from datetime import timedelta

from prometheus_client import Gauge, Histogram
from pymongo.errors import PyMongoError

from kernel import clock
from kernel.logs import logger
from services.catalogue.search.index import Index
from services.catalogue.search.moments import Moments
from services.catalogue.search.store import Changes, HistoryLost, Shelf, Stream

PAUSE_SECONDS = 0.5
"""Until the database is asked again after it did not answer."""
_LOOK_UP_EVERY = 1_000

indexed = Gauge("expo_search_products", "Products that the index holds.")
freshness = Histogram(
    "expo_search_freshness_seconds",
    "From a product's saving until it is found.",
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)


class Stopped(Exception):
    """The service ends."""


class Upkeep:
    """The one that writes the index and shows it to those who search."""

    def __init__(self, shelf: Shelf, moments: Moments) -> None:
        self._shelf, self._moments = shelf, moments
        self._ends = threading.Event()

    async def run(self) -> None:
        """Until it is cancelled; ends only once its thread has."""
        self._ends.clear()
        working = asyncio.create_task(asyncio.to_thread(self._work))
        try:
            await asyncio.shield(working)
        except asyncio.CancelledError:
            self._ends.set()
            await asyncio.wait({working})
            raise

    def _work(self) -> None:
        """Make the index, follow what changes, and make it anew when a change was missed."""
        try:
            while True:
                self._make_and_follow()
        except Stopped:
            return

    def _make_and_follow(self) -> None:
        try:
            index, stream = self._made()
            try:
                while True:
                    self._follow(index, stream)
            finally:
                stream.close()
        except HistoryLost:
            logger.warning("changes of products were missed, so the search index is made anew")
        except PyMongoError as error:
            logger.warning("the search index waits for the database", error=repr(error)[:300])
            self._ends.wait(PAUSE_SECONDS)

    def _made(self) -> tuple[Index, Stream]:
        """A new index of all there is; until it is shown, the old one serves."""
        started = time.monotonic()
        since, firms, products = self._shelf.all()
        index = Index(firms)
        for number, product in enumerate(products):
            if number % _LOOK_UP_EVERY == 0:
                self._expect_to_go_on()
            index.add(product)
        self._show(index)
        seconds = round(time.monotonic() - started, 2)
        logger.info("made the search index", products=self._moments.products, seconds=seconds)
        return index, self._shelf.changes(since)

    def _follow(self, index: Index, stream: Stream) -> None:
        """Take in what has changed, as soon as the database tells of it again if it is away."""
        self._expect_to_go_on()
        try:
            self._turn_the_day(index)
            changes = stream.gathered()
        except PyMongoError as error:
            logger.warning("the search index waits for the database", error=repr(error)[:300])
            self._ends.wait(PAUSE_SECONDS)
            return
        if changes:
            self._take_in(changes, index)

    def _turn_the_day(self, index: Index) -> None:
        """Goods whose papers held until yesterday are no longer found by these."""
        today = clock.now().date()
        if today <= index.day:
            return
        first, last, index.day = index.day, today - timedelta(days=1), today
        ended = [
            firm
            for firm, held in index.firms.items()
            if any(p.is_proven(first) and not p.is_proven(today) for p in held)
        ]
        for products in (self._shelf.ended(first, last), self._shelf.of_firms(ended)):
            for product in products:
                index.put(product)
        self._show(index)

    def _take_in(self, changes: Changes, index: Index) -> None:
        changed = [id_ for id_, held in changes.firms.items() if index.firms.get(id_, ()) != held]
        index.firms |= changes.firms
        for product in self._shelf.of_firms(changed) if changed else ():
            index.put(product)
        for product in changes.products.values():
            index.put(product)
        for product_id in changes.gone:
            index.forget(product_id)
        self._show(index)
        if changes.oldest:
            freshness.observe((clock.now() - changes.oldest).total_seconds())

    def _show(self, index: Index) -> None:
        self._moments.show(index.commit())
        indexed.set(self._moments.products)

    def _expect_to_go_on(self) -> None:
        if self._ends.is_set():
            raise Stopped()
