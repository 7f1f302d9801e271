"""Verbs of capacity: reserve it, agree on it, let it go."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from kernel.clock import now
from kernel.mongo import Mongo
from kernel.problems import NotFound
from services.matching.capacity.model import Book, Share, Why
from services.matching.capacity.months import Month
from services.matching.capacity.store import Books
from services.matching.model import Offer
from services.matching.store import Offers

TICK_SECONDS = 2.0
BOOKS = 50


class Reservations:
    """Promises of capacity, each in one transaction with whatever else its caller changes."""

    def __init__(self, mongo: Mongo, books: Books, offers: Offers) -> None:
        self._mongo, self._books, self._offers = mongo, books, offers

    async def reserve(self, holder: str, shares: Sequence[Share], until: datetime) -> None:
        """Hold exactly `shares` for `holder` until a moment, all of them or none.

        Shares that `holder` had of the same products are replaced, so to ask twice does no harm.
        Joins the transaction at hand. Raises AlreadyPromised when a month has fewer units left,
        Conflict (`month-over`, `capacity-unknown`, `unit-changed`), NotFound (`no-product`).
        """
        wanted = _by_product(shares)

        async def work() -> None:
            moment, products = now(), list(wanted)
            offers = await self._offers.listed(products)
            known = await self._books.of_products(products)
            books = [known.get(id_) or Book.of(_expect(offers, id_)) for id_ in products]
            reserved = [
                book.reserving(holder, wanted[book.id], until, _expect(offers, book.id), moment)
                for book in books
            ]
            await self._save(books, reserved)

        await self._mongo.transaction(work)

    async def confirm(self, holder: str) -> None:
        """Make firm what is held for `holder`. Raises Conflict (`reservation-lapsed`)."""

        async def work() -> None:
            books = await self._books.held_by(holder)
            await self._save(books, [book.confirming(holder, now()) for book in books])

        await self._mongo.transaction(work)

    async def release(self, holder: str, why: Why, products: Sequence[str] | None = None) -> None:
        """Let go of what is kept for `holder`, of all or some products, if there is anything."""

        async def work() -> None:
            books = await self._books.held_by(holder, products)
            await self._save(books, [book.releasing(holder, why) for book in books])

        await self._mongo.transaction(work)

    async def promised(self, edition: str, besides: str = "") -> Mapping[str, Mapping[Month, int]]:
        """Units by product and month that are kept now, leaving out those of a holder."""
        moment, books = now(), await self._books.promising(edition)
        return {book.id: book.promised(moment, besides) for book in books}

    async def lapse(self) -> int:
        """Release what is over; how many books were looked at. Any number of replicas may."""

        async def work() -> int:
            moment = now()
            due = await self._books.lapsing(moment, BOOKS)
            await self._save(due, [book.lapsing(moment) for book in due])
            return len(due)

        return await self._mongo.transaction(work)

    async def _save(self, before: Sequence[Book], after: Sequence[Book]) -> None:
        changed = [new for old, new in zip(before, after, strict=True) if new != old]
        await self._books.save(changed)

    async def run(self) -> None:
        """Release what is over, until cancelled."""
        while True:
            if await self.lapse() < BOOKS:
                await asyncio.sleep(TICK_SECONDS)


def _by_product(shares: Sequence[Share]) -> dict[str, dict[Month, int]]:
    wanted: dict[str, dict[Month, int]] = defaultdict(lambda: defaultdict(int))
    for share in shares:
        wanted[share.product][share.month] += share.units
    return wanted


def _expect(offers: Mapping[str, Offer], product: str) -> Offer:
    if product not in offers:
        raise NotFound(
            f"Produk {product} tidak (lagi) ditawarkan.",
            f"Product {product} is not on offer (any more).",
            code="no-product",
        )
    return offers[product]
