"""Where failures are counted and known devices remembered, until they are forgotten."""

from datetime import datetime, timedelta

from kernel.mongo import Mongo
from services.gateway.throttling.model import FORGOTTEN_AFTER, pause_after

KNOWN_FOR = timedelta(days=180)


class Failures:
    """Failures in a row, by key, and until when nobody may try again."""

    def __init__(self, mongo: Mongo) -> None:
        self._failures = mongo["failures"]

    async def ensure(self) -> None:
        """What lies a day back counts no more."""
        await self._failures.create_index("forgotten_at", expireAfterSeconds=0)

    async def until(self, key: str) -> datetime | None:
        """Until when nobody may try, None when anybody may."""
        found = await self._failures.find_one({"_id": key})
        return found["until"] if found else None

    async def count(self, key: str, moment: datetime) -> None:
        """One more."""
        counted = await self._failures.find_one_and_update(
            {"_id": key}, {"$inc": {"failures": 1}}, upsert=True, return_document=True
        )
        until = moment + pause_after(counted["failures"])
        later = {"until": until, "forgotten_at": moment + FORGOTTEN_AFTER}
        await self._failures.update_one({"_id": key}, {"$max": later})

    async def forget(self, key: str) -> None:
        """It went well."""
        await self._failures.delete_one({"_id": key})


class Devices:
    """On which devices who has signed in before; both are kept as one digest."""

    def __init__(self, mongo: Mongo) -> None:
        self._devices = mongo["known_devices"]

    async def ensure(self) -> None:
        """A device that was away for half a year is a stranger."""
        await self._devices.create_index("forgotten_at", expireAfterSeconds=0)

    async def knows(self, key: str) -> bool:
        return await self._devices.find_one({"_id": key}) is not None

    async def remember(self, key: str, moment: datetime) -> None:
        """Somebody has signed in there."""
        until = {"$set": {"forgotten_at": moment + KNOWN_FOR}}
        await self._devices.update_one({"_id": key}, until, upsert=True)


class MarkKeys:
    """The one key that all replicas make marks of browsers with."""

    def __init__(self, mongo: Mongo) -> None:
        self._keys = mongo["mark_keys"]

    async def get_or_add(self, fresh: bytes) -> bytes:
        """The key; `fresh` becomes it when there is none."""
        found = await self._keys.find_one_and_update(
            {"_id": "marks"}, {"$setOnInsert": {"key": fresh}}, upsert=True, return_document=True
        )
        return bytes(found["key"])
