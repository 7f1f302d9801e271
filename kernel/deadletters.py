"""Facts that nobody could handle: kept where they can be listed, handed back, or given up.

A letter leaves its queue as soon as it is saved here, so it is part of what a backup holds. Handing
back does no harm, however often: who has handled a fact knows it.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kernel import metrics
from kernel.bus import Bus
from kernel.clock import now
from kernel.envelope import Envelope, Undecodable
from kernel.logs import logger
from kernel.mongo import Document, Mongo, passes_by_itself
from kernel.problems import Conflict, NotFound

REMEMBERED_SECONDS = 30 * 24 * 3600
NEVER_ANSWERED = "delivered too often: the service ended each time before it had handled the fact"

State = Literal["waiting", "replayed", "discarded"]


class DeadLetter(BaseModel):
    """One fact that a queue could not handle, why, and what became of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    queue: str
    type: str
    subject: str
    error: str
    attempts: int
    told_at: datetime | None
    died_at: datetime
    state: State = "waiting"
    settled_at: datetime | None = None
    settled_by: str = ""
    reason: str = ""


class DeadLetters:
    """The dead letters of one service's queues."""

    def __init__(self, mongo: Mongo, bus: Bus) -> None:
        self._mongo, self._bus = mongo, bus

    async def ensure(self) -> None:
        """Indexes; what was settled is forgotten after a month."""
        letters = self._mongo["dead_letters"]
        await letters.create_index([("state", 1), ("_id", 1)])
        await letters.create_index("settled_at", expireAfterSeconds=REMEMBERED_SECONDS)

    async def keep(self, queue: str, body: bytes, headers: Mapping[str, Any]) -> None:
        """Save a letter that was taken from a queue of the dead, however long that takes.

        One that died again after it was handed back waits again.
        """
        letter = _letter(queue, body, headers)
        saved = {"$set": letter.model_dump(exclude={"id"}) | {"body": body}}
        while True:
            try:
                await self._mongo["dead_letters"].update_one({"_id": letter.id}, saved, upsert=True)
                return
            except Exception as error:
                if not passes_by_itself(error):
                    raise
                logger.warning("a dead letter waits for the database", queue=queue)
                await asyncio.sleep(1)

    async def page(self, queue: str, after: str, limit: int) -> list[DeadLetter]:
        """Letters that wait, of one queue or of all ("")."""
        query: Document = {"state": "waiting", "_id": {"$gt": after}}
        if queue:
            query["queue"] = queue
        found = self._mongo["dead_letters"].find(query, {"body": 0}).sort("_id", 1).limit(limit)
        return [_read(document) async for document in found]

    async def waiting(self) -> dict[str, int]:
        """How many wait, by queue."""
        counted = self._mongo["dead_letters"].aggregate(
            [
                {"$match": {"state": "waiting"}},
                {"$group": {"_id": "$queue", "number": {"$sum": 1}}},
            ]
        )
        return {group["_id"]: group["number"] async for group in counted}

    async def replay(self, letter_id: str, by: str, reason: str) -> DeadLetter:
        """Hand a letter back to its queue. Raises NotFound, Conflict; ConnectionError."""
        document = await self._waiting(letter_id)
        await self._bus.hand_back(document["body"], document["queue"])
        return await self._settle(letter_id, "replayed", by, reason)

    async def discard(self, letter_id: str, by: str, reason: str) -> DeadLetter:
        """Give a letter up. Raises NotFound, Conflict."""
        await self._waiting(letter_id)
        return await self._settle(letter_id, "discarded", by, reason)

    async def measure(self, queues: Sequence[str]) -> None:
        """Set the gauge of each queue, once a while, until cancelled."""
        while True:
            numbers = await self.waiting()
            for queue in queues:
                metrics.dead_letters.labels(queue).set(numbers.get(queue, 0))
            await asyncio.sleep(5)

    async def _waiting(self, letter_id: str) -> Document:
        document = await self._mongo["dead_letters"].find_one({"_id": letter_id})
        if document is None:
            raise NotFound(
                f"Surat mati {letter_id} tidak ada.",
                f"There is no dead letter {letter_id}.",
                code="no-dead-letter",
            )
        if document["state"] != "waiting":
            raise Conflict(
                f"Surat mati ini sudah ditangani ({document['state']}).",
                f"This dead letter has been settled already ({document['state']}).",
                code="dead-letter-settled",
            )
        return document

    async def _settle(self, letter_id: str, state: State, by: str, reason: str) -> DeadLetter:
        """Note what became of it, unless it has died again meanwhile and waits anew."""
        news = {"state": state, "settled_at": now(), "settled_by": by, "reason": reason}
        await self._mongo["dead_letters"].update_one({"_id": letter_id}, {"$set": news})
        logger.info("a dead letter was settled", letter=letter_id, state=state)
        return _read(await self._mongo["dead_letters"].find_one({"_id": letter_id}) or {})


def _letter(queue: str, body: bytes, headers: Mapping[str, Any]) -> DeadLetter:
    envelope = _envelope(body)
    name = envelope.id if envelope else hashlib.sha256(body).hexdigest()[:24]
    return DeadLetter(
        id=f"{queue}:{name}",
        queue=queue,
        type=envelope.type if envelope else "",
        subject=envelope.subject if envelope else "",
        error=str(headers.get("x-error", NEVER_ANSWERED)),
        attempts=int(str(headers.get("x-attempt", 0))),
        told_at=envelope.time if envelope else None,
        died_at=now(),
    )


def _envelope(body: bytes) -> Envelope | None:
    try:
        return Envelope.from_bytes(body)
    except Undecodable:
        return None


def _read(document: Document) -> DeadLetter:
    return DeadLetter(id=document["_id"], **document)
