"""How many are there online: pages opened in the last minutes and open live pages, as counts.

Nobody is counted as somebody: no cookie, address or account is looked at, so the same person who
opens three pages counts three times, and the figures say so.
"""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

from pymongo import ReplaceOne, UpdateOne

from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Document, Mongo
from services.gateway.streams import Streams

WRITE_SECONDS = 5.0
RECENT = timedelta(minutes=5)
SILENT = timedelta(seconds=20)
"""A process that has not written for so long is gone, and its streams with it."""


class Online:
    """Counts of this process, added up with those of its replicas every few seconds."""

    def __init__(self, mongo: Mongo, streams: Streams) -> None:
        self._views, self._open = mongo["page_views"], mongo["open_streams"]
        self._streams, self._process = streams, new_id()
        self._fresh: Counter[tuple[str, datetime]] = Counter()

    async def ensure(self) -> None:
        """Both are forgotten after a while."""
        for counts in (self._views, self._open):
            await counts.create_index("at", expireAfterSeconds=3600)

    def viewed(self, edition: str) -> None:
        """A page of an edition was opened."""
        self._fresh[edition, now().replace(second=0, microsecond=0)] += 1

    async def run(self) -> None:
        """Write what was counted from time to time."""
        while True:
            await asyncio.sleep(WRITE_SECONDS)
            await self.write()

    async def write(self) -> None:
        """Add what was counted since to what all processes counted."""
        fresh, self._fresh = self._fresh, Counter()
        open_here = {"_id": self._process, "streams": len(self._streams), "at": now()}
        await self._open.bulk_write([ReplaceOne({"_id": self._process}, open_here, upsert=True)])
        if fresh:
            await self._views.bulk_write(
                [
                    UpdateOne(
                        {"_id": f"{edition}|{minute.isoformat()}"},
                        {"$inc": {"views": views}, "$set": {"edition": edition, "at": minute}},
                        upsert=True,
                    )
                    for (edition, minute), views in fresh.items()
                ]
            )

    async def recent_views(self, edition: str, moment: datetime) -> int:
        """Pages opened in the last five minutes, and those of the minute in which these began."""
        since = (moment - RECENT).replace(second=0, microsecond=0)
        pipeline: list[Document] = [
            {"$match": {"at": {"$gte": since}, "edition": edition}},
            {"$group": {"_id": None, "views": {"$sum": "$views"}}},
        ]
        return sum([one["views"] async for one in self._views.aggregate(pipeline)])

    async def open_streams(self, moment: datetime) -> int:
        """Live pages that are open, of whatever edition."""
        pipeline: list[Document] = [
            {"$match": {"at": {"$gt": moment - SILENT}}},
            {"$group": {"_id": None, "streams": {"$sum": "$streams"}}},
        ]
        return sum([one["streams"] async for one in self._open.aggregate(pipeline)])
