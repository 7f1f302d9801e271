"""Where on the floor people meet: badges that stands scanned, counted without whose they were."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pymongo import UpdateOne

from kernel.mongo import Document, Mongo

RECENT = timedelta(hours=1)


class Encounters:
    """One for each scan of a stand, by exhibitor and time alone; forgotten after two days."""

    def __init__(self, mongo: Mongo) -> None:
        self._encounters = mongo["encounters"]

    async def ensure(self) -> None:
        """What is counted, and how long it is kept."""
        await self._encounters.create_index([("edition", 1), ("at", 1), ("exhibitor", 1)])
        await self._encounters.create_index("at", expireAfterSeconds=2 * 24 * 3600)

    async def note(self, edition: str, scans: Iterable[tuple[str, str, datetime]]) -> None:
        """Count scans, each once by its key however often it is sent: key, exhibitor, when."""
        writes = [
            UpdateOne(
                {"_id": f"{edition}|{key}"},
                {"$setOnInsert": {"edition": edition, "exhibitor": exhibitor, "at": at}},
                upsert=True,
            )
            for key, exhibitor, at in scans
        ]
        if writes:
            await self._encounters.bulk_write(writes, ordered=False)

    async def recent(self, edition: str, moment: datetime) -> dict[str, int]:
        """How many there were in the last hour, by the exhibitor's code."""
        stages: list[Document] = [
            {"$match": {"edition": edition, "at": {"$gt": moment - RECENT}}},
            {"$group": {"_id": "$exhibitor", "scans": {"$sum": 1}}},
        ]
        return {one["_id"]: one["scans"] async for one in self._encounters.aggregate(stages)}
