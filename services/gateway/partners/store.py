"""Where partners' keys are kept: under digests, so that a copy opens nothing."""

from datetime import datetime

from kernel.mongo import Document, Mongo
from services.gateway.partners.model import ApiKey


class ApiKeys:
    """All keys, those that open nothing any more too."""

    def __init__(self, mongo: Mongo) -> None:
        self._keys = mongo["api_keys"]

    async def ensure(self) -> None:
        """A digest stands for one key."""
        await self._keys.create_index("digest", unique=True)

    async def add(self, key: ApiKey) -> None:
        """Keep a new key."""
        await self._keys.insert_one({"_id": key.id, **key.model_dump(exclude={"id"})})

    async def with_digest(self, digest: str) -> ApiKey | None:
        """The key that a secret stands for."""
        document = await self._keys.find_one({"digest": digest})
        return _read(document) if document else None

    async def used(self, id_: str, moment: datetime) -> None:
        """Remember when a key was last used."""
        await self._keys.update_one({"_id": id_}, {"$max": {"used_at": moment}})

    async def revoke(self, id_: str, moment: datetime) -> ApiKey | None:
        """Let a key open nothing any more; as it is then, None when there is none."""
        await self._keys.update_one(
            {"_id": id_, "revoked_at": None}, {"$set": {"revoked_at": moment}}
        )
        document = await self._keys.find_one({"_id": id_})
        return _read(document) if document else None

    async def some(self, limit: int, before: str | None = None) -> list[ApiKey]:
        """Some keys, the last made first."""
        query: Document = {"_id": {"$lt": before}} if before else {}
        found = self._keys.find(query).sort("_id", -1).limit(limit)
        return [_read(document) async for document in found]


def _read(document: Document) -> ApiKey:
    return ApiKey(id=document["_id"], **document)
