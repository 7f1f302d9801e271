"""The key to which others seal what only a letter's reader is to see."""

from kernel.clock import now
from kernel.mongo import Mongo
from kernel.sealing import PublicSealingKey, SealingKey, Unsealable


class LetterKeys:
    """Private keys, the first made at the first start; the newest is published, all open."""

    def __init__(self, mongo: Mongo) -> None:
        self._keys = mongo["letter_keys"]

    async def prepare(self) -> None:
        """Make the first key; of replicas that start together one makes it."""
        await self._keys.update_one({"_id": 1}, {"$setOnInsert": _new()}, upsert=True)

    async def public(self) -> PublicSealingKey:
        """What to seal with."""
        newest = await self._keys.find_one({}, sort=[("_id", -1)])
        return SealingKey.model_validate(newest).public

    async def opened(self, sealed: str, *about: str) -> str:
        """The secret inside. Raises Unsealable."""
        key = await self._keys.find_one({"kid": sealed.partition(".")[0]})
        if key is None:
            raise Unsealable("sealed to a key of somebody else")
        return SealingKey.model_validate(key).opened(sealed, *about)


def _new() -> dict[str, object]:
    return SealingKey.new().model_dump() | {"made_at": now()}
