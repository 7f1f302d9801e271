"""Where readiness keeps what was found, summed up: beside the goods, by market."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from pymongo import UpdateOne

from kernel.mongo import Document, Mongo
from services.matching.readiness.store import GOODS, NEVER, Due
from services.matching.readiness.summaries import Summary


@dataclass(frozen=True)
class SummedUp:
    """What was found of goods by market, their kinds and papers, and the day to look again."""

    due: Due
    summaries: Mapping[str, Summary]
    kinds: frozenset[str]
    papers_held: tuple[str, ...]
    again: date | None


class Summaries:
    """What was found of each product in each market, summed up for the office."""

    def __init__(self, mongo: Mongo) -> None:
        self._goods = mongo[GOODS]

    async def save(self, found: Sequence[SummedUp]) -> None:
        """Keep what was found of goods, but for those that were touched meanwhile and stay due."""
        writes = [
            UpdateOne(_untouched(each.due), {"$set": _document(each), "$unset": _DONE})
            for each in found
        ]
        if writes:
            await self._goods.bulk_write(writes, ordered=False)

    async def table(self, edition: str, market: str, by: str, requirement: str) -> list[Document]:
        """Products and firms that lack each requirement (or one), by "", "regency", "category"."""
        one = {"lacking": requirement} if requirement else {}
        group = {"code": "$lacking"} | ({"value": f"${by}"} if by else {})
        stages: list[Document] = [
            *_in_market(edition, market),
            {"$set": {"lacking": "$in_market.lacking"}},
            {"$match": one},
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
        return [row async for row in self._goods.aggregate(stages, allowDiskUse=True)]

    async def totals(self, edition: str, market: str) -> Document:
        """Products and firms of an edition that were looked at for a market, and those ready."""
        stages: list[Document] = [
            *_in_market(edition, market),
            {
                "$group": {
                    "_id": None,
                    "products": {"$sum": 1},
                    "ready": {"$sum": {"$cond": ["$in_market.ready", 1, 0]}},
                    "firms": {"$addToSet": "$exhibitor"},
                }
            },
            {"$project": {"_id": 0, "products": 1, "ready": 1, "firms": {"$size": "$firms"}}},
        ]
        found = await self._goods.aggregate(stages).to_list(1)
        return found[0] if found else {"products": 0, "ready": 0, "firms": 0}

    async def of_products(self, ids: Sequence[str]) -> dict[str, Document]:
        """What was found of some goods: `found` by market and `papers_held`, by their id."""
        query = {"_id": {"$in": list(ids)}, "status": "listed", "found": {"$exists": True}}
        found = self._goods.find(query, {"found": 1, "papers_held": 1})
        return {document["_id"]: document async for document in found}


def _untouched(due: Due) -> Document:
    return {"_id": due.goods.id, "touched": due.touched}


_DONE = {"revisions": 1, "stale": 1}


def _document(found: SummedUp) -> Document:
    """What is kept; of goods that were stale in some markets the sums of the others stay."""
    again = found.again.isoformat() if found.again else NEVER
    sums = {market: asdict(summary) for market, summary in found.summaries.items()}
    anew = {f"found.{market}": summed for market, summed in sums.items()}
    return {
        **({"found": sums} if found.due.stale is None else anew),
        "kinds": sorted(found.kinds),
        "papers_held": found.papers_held,
        "good_until": again,
        "due": again,
    }


def _in_market(edition: str, market: str) -> list[Document]:
    """Listed goods of an edition that were looked through, with what was found in a market."""
    return [
        {"$match": {"edition": edition, "status": "listed", "found": {"$exists": True}}},
        {
            "$project": {
                "exhibitor": 1,
                "regency": 1,
                "category": 1,
                "in_market": {"$getField": {"field": market, "input": "$found"}},
            }
        },
    ]
