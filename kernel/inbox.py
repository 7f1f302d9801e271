"""A consumer's memory of what it has handled, written together with the effect."""

from collections.abc import Sequence

from kernel.clock import now
from kernel.envelope import Envelope
from kernel.mongo import Mongo

MEMORY_SECONDS = 14 * 24 * 3600


class Inbox:
    """Tells facts that are new to a queue from those that came before."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def ensure(self) -> None:
        """Let the memory fade after two weeks; versions still tell an older fact from a newer."""
        await self._mongo["inbox"].create_index("at", expireAfterSeconds=MEMORY_SECONDS)

    async def new_among(self, queue: str, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Those not handled yet, each once, remembered from now on; in the transaction at hand.

        Two deliveries at the same time write the same key, so one of the two transactions is
        aborted and, when repeated, finds the fact handled.
        """
        keys = {f"{queue}:{envelope.id}": envelope for envelope in envelopes}
        known = self._mongo["inbox"].find(
            {"_id": {"$in": list(keys)}}, {"_id": 1}, session=self._mongo.session
        )
        async for seen in known:
            del keys[seen["_id"]]
        if keys:
            moment = now()
            await self._mongo["inbox"].insert_many(
                [{"_id": key, "at": moment} for key in keys],
                ordered=False,
                session=self._mongo.session,
            )
        return list(keys.values())
