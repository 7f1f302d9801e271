"""Where readiness keeps goods and firms, as the catalogue tells them."""

import time
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from pymongo import ReplaceOne, UpdateMany, UpdateOne

from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.matching.readiness.model import Firm, Goods
from services.matching.readiness.rulebook import Reach

AT_ONCE = ""
"""The day on which goods are due that must be looked through as soon as may be."""

NEVER = "9999-12-31"
GOODS = "readiness_goods"
FOUND = ("found", "kinds", "papers_held", "revisions", "good_until", "stale")
"""What is kept beside goods of what was found of them."""


@dataclass(frozen=True)
class Due:
    """Goods whose findings are to be summed up anew, and how often they were touched until now.

    `stale` are the marks of the only markets in which they are, None for all.
    """

    goods: Goods
    touched: int
    stale: frozenset[str] | None = None


class Shelf:
    """Goods and firms as the catalogue tells them; goods also say when they are due."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._goods, self._firms = mongo[GOODS], mongo["readiness_firms"]
        self.taken_in_at = float("-inf")

    async def ensure(self) -> None:
        """Indexes; what the worker looks for concerns all editions."""
        await self._goods.create_index([("edition", 1), ("exhibitor", 1), ("_id", 1)])
        listed = {"status": "listed"}
        await self._goods.create_index([("due", 1)], partialFilterExpression=listed)
        await self._goods.create_index([("kinds", 1)], partialFilterExpression=listed)
        await self._goods.create_index([("revisions", 1)], sparse=True)

    async def get(self, edition: str, code: str) -> Goods:
        """Raises NotFound for goods that are not on offer."""
        found = await self._goods.find_one({"_id": f"product:{edition}:{code}", "status": "listed"})
        if not found:
            raise NotFound(
                f"Produk “{code}” tidak ada, atau baru saja dibuat; coba lagi sebentar lagi.",
                f"There is no product “{code}”, or it is very new; try again shortly.",
                code="no-product",
            )
        return Goods.model_validate(found)

    async def with_ids(self, ids: Sequence[str]) -> dict[str, Goods]:
        """Those of some goods that are on offer."""
        found = self._goods.find({"_id": {"$in": list(ids)}, "status": "listed"})
        return {document["_id"]: Goods.model_validate(document) async for document in found}

    async def firm(self, exhibitor: str) -> Firm | None:
        """A firm, None for one that has not been heard of yet."""
        return (await self.firms([exhibitor])).get(exhibitor)

    async def firms(self, ids: Sequence[str]) -> dict[str, Firm]:
        """Those of some firms that have been heard of."""
        found = self._firms.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: Firm.model_validate(document) async for document in found}

    async def of_exhibitor(self, exhibitor: str, after: str, limit: int) -> list[Goods]:
        """Goods of one firm, by id."""
        query: Document = {"edition": exhibitor.split(":")[1], "exhibitor": exhibitor}
        query |= {"status": "listed", "_id": {"$gt": after}}
        found = self._goods.find(query).sort("_id", 1).limit(limit)
        return [Goods.model_validate(document) async for document in found]

    async def take_in(self, goods: Sequence[Goods]) -> None:
        """Keep goods that are newer than what is known, and make them due."""
        newest = {item.id: item for item in sorted(goods, key=lambda item: item.version)}
        known = await self._versions(self._goods.name, list(newest))
        news = [item for item in newest.values() if item.version > known.get(item.id, 0)]
        writes = [
            UpdateOne(
                {"_id": item.id},
                {**_TOUCH, "$set": item.model_dump(mode="json") | {"due": AT_ONCE}},
                upsert=True,
            )
            for item in news
        ]
        if writes:
            await self._goods.bulk_write(writes, ordered=False, session=self._mongo.session)
            self.taken_in_at = time.monotonic()

    async def withdraw(self, versions: Mapping[str, int]) -> None:
        """Note which goods are gone, also those never heard of, and forget what was found."""
        known = await self._versions(self._goods.name, list(versions))
        news = [id_ for id_, version in versions.items() if version > known.get(id_, 0)]
        writes = [
            UpdateOne(
                {"_id": id_},
                _gone(id_, versions[id_]),
                upsert=True,
            )
            for id_ in news
        ]
        if writes:
            await self._goods.bulk_write(writes, ordered=False, session=self._mongo.session)

    async def take_in_firms(self, firms: Sequence[Firm]) -> None:
        """Keep firms that are newer than what is known; their goods become due."""
        newest = {firm.id: firm for firm in sorted(firms, key=lambda firm: firm.version)}
        known = await self._versions(self._firms.name, list(newest))
        news = [firm for firm in newest.values() if firm.version > known.get(firm.id, 0)]
        if not news:
            return
        await self._firms.bulk_write(
            [
                ReplaceOne({"_id": f.id}, f.model_dump(mode="json") | {"_id": f.id}, upsert=True)
                for f in news
            ],
            session=self._mongo.session,
        )
        await self.touch_firms([firm.id for firm in news])

    async def touch_firms(self, ids: Iterable[str]) -> None:
        """Make all goods of some firms due."""
        writes = [
            UpdateMany({"edition": id_.split(":")[1], "exhibitor": id_}, _TOUCH) for id_ in ids
        ]
        await self._goods.bulk_write(writes, ordered=False, session=self._mongo.session)

    async def touch(self, id_: str) -> None:
        """Make goods due."""
        await self._goods.update_one({"_id": id_}, _TOUCH, session=self._mongo.session)

    async def touch_reached(self, reach: Reach, revision: int, day: date) -> int:
        """Make the goods that a revision reaches due, in all editions; how many there are.

        Goods that are due on `day` anyway are touched too: somebody may be summing them up by the
        rules of before.
        """
        session = self._mongo.session
        update = _touch_in(reach.marks, revision)
        touched = await self._goods.update_many(_of(reach.kinds), update, session=session)
        waiting = {"status": "listed", "due": {"$lte": day.isoformat()}}
        waiting |= {"revisions": {"$ne": revision}}
        await self._goods.update_many(waiting, {"$inc": {"touched": 1}}, session=session)
        return touched.matched_count

    async def waiting_for(self, revisions: Sequence[int]) -> dict[int, int]:
        """How many goods wait to be looked through for each of some revisions, but for none."""
        stages: list[Document] = [
            {"$match": {"revisions": {"$in": list(revisions)}, "status": "listed"}},
            {"$unwind": "$revisions"},
            {"$group": {"_id": "$revisions", "goods": {"$sum": 1}}},
        ]
        return {row["_id"]: row["goods"] async for row in self._goods.aggregate(stages)}

    async def count_of_kinds(self, kinds: AbstractSet[str]) -> int:
        """How many goods are of some kinds, or not yet known to be of others."""
        return await self._goods.count_documents(_of(kinds))

    async def some_of_kinds(self, kinds: AbstractSet[str], limit: int) -> list[Goods]:
        """Goods of some kinds from all over, the same ones whenever they are asked for."""
        stages: list[Document] = [
            {"$match": _of(kinds)},
            {"$set": {"place": {"$toHashedIndexKey": "$_id"}}},
            {"$sort": {"place": 1}},
            {"$limit": limit},
        ]
        return [Goods.model_validate(found) async for found in self._goods.aggregate(stages)]

    async def _versions(self, collection: str, ids: Sequence[str]) -> dict[str, int]:
        found = self._mongo[collection].find(
            {"_id": {"$in": list(ids)}}, {"version": 1}, session=self._mongo.session
        )
        return {document["_id"]: document["version"] async for document in found}

    async def due(self, day: date, limit: int) -> list[Due]:
        """Goods to be summed up anew, those of the longest standing first."""
        query = {"status": "listed", "due": {"$lte": day.isoformat()}}
        found = self._goods.find(query).sort("due", 1).limit(limit)
        return [_due(document, day) async for document in found]

    async def progress(self, edition: str, day: date) -> tuple[int, int]:
        """How many goods an edition has, and how many of them wait to be summed up."""
        query = {"edition": edition, "status": "listed"}
        waiting = query | {"due": {"$lte": day.isoformat()}}
        return (
            await self._goods.count_documents(query),
            await self._goods.count_documents(waiting),
        )


def _of(kinds: AbstractSet[str]) -> Document:
    """Listed goods of some kinds, "*" for all, and those that have not been looked through yet."""
    listed: Document = {"status": "listed"}
    return listed if "*" in kinds else listed | {"kinds": {"$in": [None, *sorted(kinds)]}}


_TOUCH = {"$set": {"due": AT_ONCE}, "$inc": {"touched": 1}, "$unset": {"good_until": 1}}
"""What was found is good no longer, in whatever market."""


def _touch_in(marks: AbstractSet[str] | None, revision: int) -> Document:
    """What was found is good no longer in some markets, for a revision."""
    if marks is None:
        return {**_TOUCH, "$addToSet": {"revisions": revision}}
    stale = {"$addToSet": {"revisions": revision, "stale": {"$each": sorted(marks)}}}
    return {"$set": {"due": AT_ONCE}, "$inc": {"touched": 1}, **stale}


def _due(document: Document, day: date) -> Due:
    is_good_elsewhere = document.get("good_until", "") > day.isoformat()
    stale = frozenset(document.get("stale", ())) if is_good_elsewhere else None
    return Due(Goods.model_validate(document), document["touched"], stale)


def _gone(id_: str, version: int) -> Document:
    state = {"status": "withdrawn", "version": version, "edition": id_.split(":")[1]}
    return {"$set": state, "$inc": {"touched": 1}, "$unset": dict.fromkeys(FOUND, 1)}
