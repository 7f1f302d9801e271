"""Where reservations are kept: one document a product, on which all who promise it conflict."""

from collections.abc import Sequence
from datetime import datetime

from motor.motor_asyncio import AsyncIOMotorCursor
from pymongo import UpdateOne

from contracts.matching import CapacityPromised, PromisedMonth
from kernel.clock import now
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor
from services.matching.capacity.model import Book


class Books:
    """Books of all products, saved with what is told of them."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._books = mongo["capacity"]

    async def ensure(self) -> None:
        """Indexes; what a job looks for concerns all editions."""
        await self._books.create_index([("edition", 1), ("exhibitor", 1), ("_id", 1)])
        await self._books.create_index([("reservations.holder", 1)])
        await self._books.create_index([("next_lapse", 1)])
        await self._books.create_index([("edition", 1), ("next_lapse", 1)])

    async def held_by(self, holder: str, products: Sequence[str] | None = None) -> list[Book]:
        """Books in which something is or was kept for `holder`, of all or some products."""
        query: Document = {"reservations.holder": holder}
        if products is not None:
            query["_id"] = {"$in": list(products)}
        return [_book(document) async for document in self._find(query)]

    async def of_products(self, products: Sequence[str]) -> dict[str, Book]:
        """Those of some products' books that exist, by product."""
        found = self._find({"_id": {"$in": list(products)}})
        return {document["_id"]: _book(document) async for document in found}

    async def promising(self, edition: str) -> list[Book]:
        """Books of an edition in which something is promised."""
        found = self._find({"edition": edition, "next_lapse": {"$ne": None}})
        return [_book(document) async for document in found]

    async def lapsing(self, moment: datetime, limit: int) -> list[Book]:
        """Books with a reservation whose time is over, the longest over first."""
        found = self._find({"next_lapse": {"$lte": moment}}).sort("next_lapse", 1).limit(limit)
        return [_book(document) async for document in found]

    async def page(
        self, query: Document, after: str | None, limit: int
    ) -> tuple[list[Book], str | None]:
        """Books that fit a query and promise something, by product."""
        query = {**query, "next_lapse": {"$ne": None}}
        if after:
            query["_id"] = {"$gt": read_cursor(after, 1)[0]}
        found = await self._find(query).sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        further = cursor(found[limit - 1]["_id"]) if len(found) > limit else None
        return [_book(document) for document in found[:limit]], further

    async def save(self, books: Sequence[Book]) -> None:
        """Keep changed books and tell what they promise, in the transaction at hand.

        Of two transactions that write one document after having read it MongoDB aborts one and
        repeats it, and then it reads what the other has promised.
        """
        if not books:
            return
        await self._books.bulk_write(
            [UpdateOne({"_id": book.id}, {"$set": _document(book)}, upsert=True) for book in books],
            session=self._mongo.session,
        )
        await self._outbox.tell([_told(book) for book in books])

    def _find(self, query: Document) -> "AsyncIOMotorCursor[Document]":
        return self._books.find(query, session=self._mongo.session)


def _document(book: Book) -> Document:
    return {**book.model_dump(exclude={"id"}), "next_lapse": book.next_lapse()}


def _book(document: Document) -> Book:
    return Book.model_validate(document | {"id": document["_id"]})


def _told(book: Book) -> CapacityPromised:
    promised = book.promised(now())
    return CapacityPromised(
        subject=book.id,
        version=book.version,
        edition=book.edition,
        exhibitor=book.exhibitor,
        unit=book.unit,
        months=tuple(
            PromisedMonth(month=month, units=units) for month, units in sorted(promised.items())
        ),
    )
