"""Where readiness keeps what was found, summed up for the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pymongo import ReplaceOne, UpdateOne

from kernel.mongo import Document, Mongo
from services.matching.readiness.store import NEVER, Due
from services.matching.readiness.summaries import Summary


@dataclass(frozen=True)
class SummedUp:
    """What was found of goods, and the day on which to look again."""

    due: Due
    summaries: Sequence[Summary]
    again: date | None


def _next(found: SummedUp) -> Document:
    return {"$set": {"due": found.again.isoformat() if found.again else NEVER}}


class Summaries:
    """What was found of each product in each market, summed up for the office."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._summaries = mongo["readiness_summaries"]

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._summaries.create_index([("edition", 1), ("market", 1), ("lacking", 1)])
        await self._summaries.create_index([("product", 1)])

    async def save(self, found: Sequence[SummedUp]) -> None:
        """Keep the summaries of goods, but for those that were touched meanwhile and stay due."""

        async def work() -> None:
            untouched = await self._untouched(found)
            if not untouched:
                return
            writes = [
                ReplaceOne({"_id": summary.id}, summary.document(), upsert=True)
                for each in untouched
                for summary in each.summaries
            ]
            await self._summaries.bulk_write(writes, ordered=False, session=self._mongo.session)
            await self._mongo["readiness_goods"].bulk_write(
                [UpdateOne({"_id": each.due.goods.id}, _next(each)) for each in untouched],
                ordered=False,
                session=self._mongo.session,
            )

        await self._mongo.transaction(work)

    async def _untouched(self, found: Sequence[SummedUp]) -> list[SummedUp]:
        ids = [each.due.goods.id for each in found]
        known = self._mongo["readiness_goods"].find(
            {"_id": {"$in": ids}, "status": "listed"},
            {"touched": 1},
            session=self._mongo.session,
        )
        touched = {document["_id"]: document["touched"] async for document in known}
        return [each for each in found if touched.get(each.due.goods.id) == each.due.touched]

    async def forget(self, products: Sequence[str]) -> None:
        """Drop the summaries of withdrawn goods."""
        query = {"product": {"$in": list(products)}}
        await self._summaries.delete_many(query, session=self._mongo.session)

    async def table(self, edition: str, market: str, by: str, requirement: str) -> list[Document]:
        """Products and firms that lack each requirement (or one), by "", "regency", "category"."""
        query = {"edition": edition, "market": market}
        one = {"lacking": requirement} if requirement else {}
        group = {"code": "$lacking"} | ({"value": f"${by}"} if by else {})
        stages: list[Document] = [
            {"$match": query | one},
            {"$unwind": "$lacking"},
            {"$match": one},
            {
                "$group": {
                    "_id": group,
                    "products": {"$sum": 1},
                    "firms": {"$addToSet": "$exhibitor"},
                }
            },
            {"$project": {"products": 1, "firms": {"$size": "$firms"}}},
            {"$sort": {"products": -1, "_id": 1}},
        ]
        return [row async for row in self._summaries.aggregate(stages, allowDiskUse=True)]

    async def totals(self, edition: str, market: str) -> Document:
        """Products and firms of an edition that were looked at for a market, and those ready."""
        stages: list[Document] = [
            {"$match": {"edition": edition, "market": market}},
            {
                "$group": {
                    "_id": None,
                    "products": {"$sum": 1},
                    "ready": {"$sum": {"$cond": ["$ready", 1, 0]}},
                    "firms": {"$addToSet": "$exhibitor"},
                }
            },
            {"$project": {"_id": 0, "products": 1, "ready": 1, "firms": {"$size": "$firms"}}},
        ]
        found = await self._summaries.aggregate(stages).to_list(1)
        return found[0] if found else {"products": 0, "ready": 0, "firms": 0}

    async def of_products(self, ids: Sequence[str]) -> dict[str, Document]:
        """Which papers goods lack and hold, by the summary's id."""
        found = self._summaries.find(
            {"_id": {"$in": list(ids)}}, {"papers_lacking": 1, "papers_held": 1}
        )
        return {document["_id"]: document async for document in found}
