"""Where erasures are kept, each with the fact that asks the rooms for it."""

from datetime import datetime

from contracts.erasing import Erased
from contracts.gateway import ErasureRequested
from kernel.clock import now
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from services.gateway.privacy.model import SWEPT_AFTER, TOLD_AGAIN_AFTER, Erasure

SHOWN = 200
AT_ONCE = 50


class Erasures:
    """Erasures and how far they are; no name is in them."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox, self._erasures = mongo, outbox, mongo["erasures"]

    async def ensure(self) -> None:
        await self._erasures.create_index([("asked_at", -1)])
        await self._erasures.create_index([("swept", 1), ("told_at", 1)])

    async def save(self, erasure: Erasure) -> None:
        """Keep an erasure and ask the rooms for it, in the transaction at hand."""
        document = erasure.model_dump(exclude={"id", "rooms"})
        rooms = {f"rooms.{name}": None for name in erasure.rooms if erasure.told == 1}
        change: Document = {"$set": document | rooms}
        session = self._mongo.session
        await self._erasures.update_one({"_id": erasure.id}, change, upsert=True, session=session)
        asked = ErasureRequested(
            subject=erasure.id, version=erasure.told, edition="", account=erasure.account
        )
        await self._outbox.tell([asked])

    async def confirm(self, erasure: str, room: str, said: Erased) -> None:
        """Keep what a room said, the first time it does; in the transaction at hand."""
        waiting = {"_id": erasure, f"rooms.{room}": None}
        part = said.model_dump(include={"gone", "kept"}) | {"at": now()}
        change = {"$set": {f"rooms.{room}": part}}
        await self._erasures.update_one(waiting, change, session=self._mongo.session)

    async def get(self, erasure: str) -> Erasure | None:
        found = await self._erasures.find_one({"_id": erasure})
        return _read(found) if found else None

    async def last(self) -> list[Erasure]:
        """The last that were asked for."""
        found = self._erasures.find().sort("asked_at", -1).limit(SHOWN)
        return [_read(document) async for document in found]

    async def to_tell_again(self, moment: datetime) -> list[Erasure]:
        """Those that a room has not confirmed for long, and those that want a second look."""
        unswept = self._erasures.find(
            {"swept": False, "told_at": {"$lt": moment - TOLD_AGAIN_AFTER}}
        )
        found = [_read(document) async for document in unswept.limit(AT_ONCE)]
        return [one for one in found if not one.is_done or moment >= one.asked_at + SWEPT_AFTER]

    async def due(self, before: datetime) -> int:
        """How many were asked for before."""
        return await self._erasures.count_documents({"asked_at": {"$lt": before}})

    async def purge(self, before: datetime) -> int:
        """Let them go."""
        return (await self._erasures.delete_many({"asked_at": {"$lt": before}})).deleted_count


def _read(document: Document) -> Erasure:
    return Erasure.model_validate({**document, "id": document["_id"]})
