"""Where the catalogue keeps things; state and the facts that tell of it are one save."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pymongo import ReplaceOne
from pymongo.errors import DuplicateKeyError

from contracts import lists
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor, unknown_cursor
from kernel.problems import Conflict, NotFound
from kernel.words import Words
from services.catalogue import facts
from services.catalogue.model import Exhibitor, Product, Status, exhibitor_id, product_id

Thing = TypeVar("Thing", Exhibitor, Product)

WORDS = Words(lists.SPELLINGS)
UNLISTED: tuple[Status, ...] = ("draft", "withdrawn")
FACETS = ("category", "regency", "attendance")
DEEPEST = 10_000
"""How far into what a search finds one may read; nobody has read that far."""


class Shelf(Generic[Thing]):
    """Things of one kind in all editions: saved with their facts, found by code, word or facet."""

    collection: ClassVar[str]
    kind: ClassVar[type[Any]]
    owner: ClassVar[str]
    """The field with the id of the exhibitor that a thing is or belongs to."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._things = mongo[self.collection]

    def id_of(self, edition: str, code: str) -> str:
        raise NotImplementedError

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        for field in (*FACETS, "papers.state", "papers.expires"):
            await self._things.create_index([("edition", 1), (field, 1), ("_id", 1)])
        await self._things.create_index(
            [("edition", 1), ("papers.has_file", 1), ("papers.state", 1), ("_id", 1)],
            partialFilterExpression={"papers.has_file": True},
        )

    async def get(self, edition: str, code: str) -> Thing:
        """Raises NotFound."""
        found = await self.with_ids([self.id_of(edition, code)])
        if not found:
            raise self.not_found(edition, code)
        return next(iter(found.values()))

    def not_found(self, edition: str, code: str) -> NotFound:
        """The refusal for a code that nothing has, or nothing that the caller may know of."""
        return NotFound(
            f"“{code}” tidak ada dalam edisi {edition}.",
            f"There is no “{code}” in edition {edition}.",
            code=f"no-{self.kind.__name__.lower()}",
        )

    async def with_ids(self, ids: Sequence[str]) -> dict[str, Thing]:
        """Those of some ids that exist, by id."""
        found = self._things.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {doc["_id"]: self.kind.model_validate(doc) async for doc in found}

    async def add(self, thing: Thing) -> None:
        """Keep a new thing, and tell of it. Raises Conflict when its code is taken."""

        async def work() -> None:
            await self._things.insert_one(self._document(thing), session=self._mongo.session)
            await self._outbox.tell(facts.all_told([thing]))

        try:
            await self._mongo.transaction(work)
        except DuplicateKeyError as error:
            raise Conflict(
                f"Kode “{thing.code}” sudah dipakai.",
                f"Code “{thing.code}” is taken.",
                code="code-taken",
            ) from error

    async def save(self, things: Sequence[Thing]) -> None:
        """Keep things in place of their former versions, and tell of them."""
        if not things:
            return

        async def work() -> None:
            await self._things.bulk_write(
                [ReplaceOne({"_id": t.id}, self._document(t), upsert=True) for t in things],
                ordered=False,
                session=self._mongo.session,
            )
            await self._outbox.tell(facts.all_told(things))

        await self._mongo.transaction(work)

    def _document(self, thing: Thing) -> Document:
        return {"_id": thing.id, **thing.model_dump(mode="json", exclude={"unit_code"})}

    async def page(
        self, query: Document, after: str | None, limit: int
    ) -> tuple[list[Thing], str | None]:
        """Things that fit a query, by id."""
        if after:
            query = {**query, "_id": {"$gt": read_cursor(after, 1)[0]}}
        found = await self._things.find(query).sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        further = cursor(found[limit - 1]["_id"]) if len(found) > limit else None
        return [self.kind.model_validate(doc) for doc in found[:limit]], further

    async def after(self, edition: str, last_id: str, limit: int) -> list[Thing]:
        """The next things of an edition in the order of their ids, whatever their status."""
        found = self._things.find({"edition": edition, "_id": {"$gt": last_id}})
        return [self.kind.model_validate(d) async for d in found.sort("_id", 1).limit(limit)]

    async def holding(
        self, edition: str, exhibitor: str | None, paper: Document, after: str, limit: int
    ) -> list[Thing]:
        """The next things that hold such a paper, of one exhibitor (its id) or of all."""
        query: Document = {"edition": edition, "_id": {"$gt": after}}
        if exhibitor is not None:
            query[self.owner] = {**query.get(self.owner, {}), "$eq": exhibitor}
        fits: Document = (
            {"papers": {"$elemMatch": paper}} if paper else {"papers.0": {"$exists": 1}}
        )
        found = self._things.find(query | fits).sort("_id", 1).limit(limit)
        return [self.kind.model_validate(document) async for document in found]


class Exhibitors(Shelf[Exhibitor]):
    """Exhibitors."""

    collection = "exhibitors"
    kind = Exhibitor
    owner = "_id"

    def id_of(self, edition: str, code: str) -> str:
        return exhibitor_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await super().ensure()
        await self._things.create_index(
            [("edition", 1), ("search", "text")], default_language="none"
        )

    async def save(self, things: Sequence[Exhibitor]) -> None:
        """Keep exhibitors and tell of them; those who change stands among each other let go first.

        Whoever gives stands takes the edition's turn before.
        """

        async def work() -> None:
            ids = [thing.id for thing in things]
            if any(thing.stand for thing in things):
                await self._things.update_many(
                    {"_id": {"$in": ids}, "stand": {"$type": "string"}},
                    {"$set": {"stand": None}},
                    session=self._mongo.session,
                )
            await super(Exhibitors, self).save(things)

        await self._mongo.transaction(work)

    async def of_profiles(self, profiles: Sequence[str]) -> list[Exhibitor]:
        """The parts that some profiles take, in all editions."""
        query = {"profile": {"$in": list(profiles)}}
        found = self._things.find(query, session=self._mongo.session)
        return [Exhibitor.model_validate(document) async for document in found]

    def _document(self, thing: Exhibitor) -> Document:
        place = lists.regencies()[thing.regency].name
        texts = (thing.name, thing.description, thing.description_en, place, thing.stand or "")
        return {**super()._document(thing), "search": " ".join(WORDS.of(*texts))}

    async def found(
        self, query: Document, text: str, after: str | None, limit: int
    ) -> tuple[list[Exhibitor], str | None]:
        """Exhibitors that fit a query, by words of `text` the best first, else by id."""
        if words := with_words(text):
            return await self._page_by_fit({**query, **words}, after, limit)
        return await self.page(query, after, limit)

    async def _page_by_fit(
        self, query: Document, after: str | None, limit: int
    ) -> tuple[list[Exhibitor], str | None]:
        skip = _offset(after)
        score = {"score": {"$meta": "textScore"}}
        found = self._things.find(query, score)
        found = found.sort([("score", {"$meta": "textScore"}), ("_id", 1)]).skip(skip)
        documents = await found.limit(limit + 1).to_list(limit + 1)
        goes_on = len(documents) > limit and skip + limit <= DEEPEST
        further = cursor(skip + limit) if goes_on else None
        return [Exhibitor.model_validate(doc) for doc in documents[:limit]], further

    async def count(self, query: Document, text: str) -> int:
        """How many fit."""
        return await self._things.count_documents({**query, **with_words(text)})

    async def facets(self, query: Document, text: str) -> dict[str, list[dict[str, Any]]]:
        """For each facet its values and how many things have each, the most frequent first."""
        groups: dict[str, Any] = {
            field: [
                {"$group": {"_id": f"${field}", "count": {"$sum": 1}}},
                {"$sort": {"count": -1}},
            ]
            for field in FACETS
        }
        pipeline: list[Document] = [{"$match": {**query, **with_words(text)}}, {"$facet": groups}]
        [answer] = await self._things.aggregate(pipeline).to_list(1)
        return {
            field: [{"value": row["_id"], "count": row["count"]} for row in answer[field]]
            for field in FACETS
        }


class Products(Shelf[Product]):
    """Products."""

    collection = "products"
    kind = Product
    owner = "exhibitor"

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await super().ensure()
        await self._things.create_index([("edition", 1), ("exhibitor", 1), ("_id", 1)])
        await self._things.create_index([("edition", 1), ("papers.kind", 1), ("_id", 1)])
        few = {"status": {"$in": list(UNLISTED)}}
        await self._things.create_index("status", partialFilterExpression=few)

    def id_of(self, edition: str, code: str) -> str:
        return product_id(edition, code)

    async def of_exhibitors(self, exhibitors: Sequence[str]) -> list[Product]:
        """All products of some exhibitors, by their ids."""
        found = self._things.find(
            {"edition": {"$in": _editions(exhibitors)}, "exhibitor": {"$in": list(exhibitors)}},
            session=self._mongo.session,
        )
        return [Product.model_validate(document) async for document in found]

    async def count(self, query: Document) -> int:
        """How many fit a query."""
        return await self._things.count_documents(query)

    async def by_status(self) -> dict[Status, int]:
        """How many there are in all editions; listed is what the few others leave of all."""
        numbers: dict[Status, int] = {"listed": await self._things.estimated_document_count()}
        for status in UNLISTED:
            numbers[status] = await self._things.count_documents({"status": status})
            numbers["listed"] -= numbers[status]
        return numbers

    async def of_exhibitor(self, exhibitor: str, after: str, limit: int) -> list[Product]:
        """The next products of one exhibitor, drafts and withdrawn ones too, by their ids."""
        query = {
            "edition": _edition(exhibitor),
            "exhibitor": exhibitor,
            "_id": {"$gt": after},
        }
        found = self._things.find(query).sort("_id", 1).limit(limit)
        return [Product.model_validate(document) async for document in found]

    async def listed_by(self, edition: str, exhibitors: Sequence[str]) -> Mapping[str, int]:
        """How many listed products each of some exhibitors has."""
        chosen = {"edition": edition, "exhibitor": {"$in": list(exhibitors)}, "status": "listed"}
        groups = self._things.aggregate(
            [{"$match": chosen}, {"$group": {"_id": "$exhibitor", "count": {"$sum": 1}}}]
        )
        return {group["_id"]: group["count"] async for group in groups}


def with_words(text: str) -> Document:
    """A query for things that have all the words of a text; {} for a text without words."""
    wanted = WORDS.of(text)[:12]
    return {"$text": {"$search": " ".join(f'"{word}"' for word in wanted)}} if wanted else {}


def _offset(after: str | None) -> int:
    if not after:
        return 0
    [offset] = read_cursor(after, 1)
    if not re.fullmatch(r"[0-9]{1,9}", offset):
        raise unknown_cursor()
    return min(int(offset), DEEPEST)


def _editions(exhibitors: Sequence[str]) -> list[str]:
    return list(set(map(_edition, exhibitors)))


def _edition(exhibitor: str) -> str:
    return exhibitor.split(":")[1]
