"""Where pools are kept."""

from collections.abc import Sequence
from datetime import datetime

from contracts.fact import Fact
from kernel.mongo import Document
from services.matching.pools.facts import pool_changed
from services.matching.pools.life import next_look
from services.matching.pools.model import Pool, pool_id
from services.matching.shelf import Shelf


class Pools(Shelf[Pool]):
    """Pools of all editions, saved with what is told of them."""

    collection = "pools"

    def _read(self, document: Document) -> Pool:
        return Pool.model_validate(document)

    def _written(self, thing: Pool) -> Document:
        parties = sorted({member.exhibitor for member in thing.members})
        look = {"look_at": next_look(thing), "exhibitors": parties}
        return {"_id": thing.id, **thing.model_dump(), **look}

    def _told(self, thing: Pool) -> Sequence[Fact]:
        return [pool_changed(thing)]

    def id_of(self, edition: str, code: str) -> str:
        return pool_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition, but for the job that concerns all of them."""
        await super().ensure()
        for side in ("demand", "buyer", "exhibitors"):
            await self._things.create_index([("edition", 1), (side, 1), ("_id", 1)])
        await self._things.create_index([("look_at", 1)])

    async def of_demand(self, edition: str, demand: str) -> list[Pool]:
        """All that were ever proposed for a demand."""
        query = {"edition": edition, "demand": demand}
        found = self._things.find(query, session=self._mongo.session)
        return [self._read(document) async for document in found]

    async def to_look_after(self, moment: datetime, limit: int) -> list[Pool]:
        """Pools for which something is due, the longest due first."""
        found = self._things.find({"look_at": {"$ne": None, "$lte": moment}})
        return [self._read(document) async for document in found.sort("look_at", 1).limit(limit)]
