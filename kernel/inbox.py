"""A consumer's memory of what it has handled, written together with the effect."""

from collections.abc import Iterable, Sequence

from pymongo.errors import BulkWriteError

from kernel.clock import now
from kernel.envelope import Envelope
from kernel.mongo import Mongo

MEMORY_SECONDS = 14 * 24 * 3600
DUPLICATE_KEY = 11_000


class SeenBefore(Exception):
    """At least one fact was handled already, or came twice in one batch."""


class Inbox:
    """Tells facts that are new to a queue from those that came before."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def ensure(self) -> None:
        """Let the memory fade after two weeks; versions still tell an older fact from a newer."""
        await self._mongo["inbox"].create_index("at", expireAfterSeconds=MEMORY_SECONDS)

    async def remember(self, queue: str, envelopes: Sequence[Envelope]) -> None:
        """Note facts as handled, in the transaction at hand.

        Raises SeenBefore, after which that transaction is lost. It is the cheaper way as long as
        most facts come once: it asks nothing first.
        """
        try:
            await self._write(_key(queue, envelope) for envelope in envelopes)
        except BulkWriteError as error:
            if all(each["code"] == DUPLICATE_KEY for each in (error.details or {})["writeErrors"]):
                raise SeenBefore from error
            raise

    async def new_among(self, queue: str, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Those not handled yet, each once, remembered from now on; in the transaction at hand.

        Two deliveries at the same time write the same key, so one of the two transactions is
        aborted and, when repeated, finds the fact handled.
        """
        keys = {_key(queue, envelope): envelope for envelope in envelopes}
        known = self._mongo["inbox"].find(
            {"_id": {"$in": list(keys)}}, {"_id": 1}, session=self._mongo.session
        )
        async for seen in known:
            del keys[seen["_id"]]
        if keys:
            await self._write(keys)
        return list(keys.values())

    async def _write(self, keys: Iterable[str]) -> None:
        moment = now()
        await self._mongo["inbox"].insert_many(
            [{"_id": key, "at": moment} for key in keys],
            ordered=False,
            session=self._mongo.session,
        )


def _key(queue: str, envelope: Envelope) -> str:
    return f"{queue}:{envelope.id}"
