"""Where scans are kept, each once, and who is on the floor by them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from pymongo import ReplaceOne

from contracts.fact import Fact
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.checkins.model import Presence, Taken

KEPT_FOR = timedelta(days=60)


class Scans:
    """Every scan of every gate under its key, and where its holder is."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._scans, self._presences = mongo["scans"], mongo["presences"]

    async def ensure(self) -> None:
        """The key is unique by being the id; scans of a holder's day; what the monitor counts."""
        await self._scans.create_index([("holder", 1), ("day", 1)])
        counted = ("edition", "day", "outcome", "direction", "gate", "hour", "offline")
        await self._scans.create_index([(name, 1) for name in counted])
        await self._scans.create_index(
            "received_at", expireAfterSeconds=round(KEPT_FOR.total_seconds())
        )
        await self._presences.create_index([("edition", 1), ("day", 1), ("inside", 1)])

    async def with_keys(self, keys: Iterable[str]) -> dict[str, Taken]:
        """Those that were taken already."""
        found = self._scans.find({"_id": {"$in": list(keys)}}, session=self._mongo.session)
        return {document["_id"]: _taken(document) async for document in found}

    async def of_days(self, days: Iterable[tuple[str, str]]) -> list[Taken]:
        """All scans of these holders on these days."""
        wanted = [{"holder": holder, "day": day} for holder, day in sorted(set(days))]
        if not wanted:
            return []
        found = self._scans.find({"$or": wanted}, session=self._mongo.session)
        return [_taken(document) async for document in found]

    async def presences(self, holders: Iterable[str]) -> dict[str, Presence]:
        """Where holders were last."""
        query = {"_id": {"$in": list(holders)}}
        found = self._presences.find(query, session=self._mongo.session)
        return {one["_id"]: Presence(holder=one["_id"], **one) async for one in found}

    async def save(
        self, scans: Sequence[Taken], presences: Sequence[Presence], facts: Sequence[Fact]
    ) -> None:
        """Keep new scans, where their holders are now, and what is told; in the transaction."""
        session = self._mongo.session
        await self._scans.insert_many([_document(scan) for scan in scans], session=session)
        if presences:
            await self._presences.bulk_write(
                [
                    ReplaceOne({"_id": one.holder}, one.model_dump(exclude={"holder"}), upsert=True)
                    for one in presences
                ],
                session=session,
            )
        await self._outbox.tell(facts)

    async def all_inside(self, day: str) -> int:
        """How many are on the floor, whatever the edition."""
        return await self._presences.count_documents({"day": day, "inside": True})

    async def inside(self, edition: str, day: str) -> int:
        """How many are on the floor."""
        query = {"edition": edition, "day": day, "inside": True}
        return await self._presences.count_documents(query)

    async def came(self, edition: str, day: str) -> int:
        """How many were there on a day, until they come on another."""
        return await self._presences.count_documents({"edition": edition, "day": day})

    async def counts(self, edition: str, day: str) -> list[Document]:
        """How many scans of a day there are by gate, hour, direction, outcome and offline."""
        fields = ("gate", "hour", "direction", "outcome", "offline")
        found = self._scans.aggregate(
            [
                {"$match": {"edition": edition, "day": day}},
                {"$group": {"_id": {f: f"${f}" for f in fields}, "scans": {"$sum": 1}}},
            ]
        )
        return [{**one["_id"], "scans": one["scans"]} async for one in found]


def _document(scan: Taken) -> Document:
    return {"_id": scan.key, **scan.model_dump(exclude={"key"}), "day": scan.day, "hour": scan.hour}


def _taken(document: Document) -> Taken:
    return Taken(key=document["_id"], **document)
