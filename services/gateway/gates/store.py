"""Where gate devices are kept."""

from datetime import datetime

from kernel.mongo import Document, Mongo
from services.gateway.gates.model import Device


class GateDevices:
    """The devices of every edition's gates."""

    def __init__(self, mongo: Mongo) -> None:
        self._devices = mongo["gate_devices"]

    async def ensure(self) -> None:
        """One device a code and a token; lists of an edition's."""
        for name in ("code_digest", "token_digest"):
            kept = {name: {"$type": "string"}}
            await self._devices.create_index(name, unique=True, partialFilterExpression=kept)
        await self._devices.create_index([("edition", 1), ("_id", 1)])

    async def add(self, device: Device) -> None:
        """Keep a new device."""
        await self._devices.insert_one({"_id": device.id, **device.model_dump(exclude={"id"})})

    async def get(self, edition: str, id_: str) -> Device | None:
        """By id."""
        return _device(await self._devices.find_one({"_id": id_, "edition": edition}))

    async def give_code(self, id_: str, digest: str, ends_at: datetime) -> None:
        """Let another code bring a device in, if none has yet."""
        waits = {"_id": id_, "activated_at": None, "revoked_at": None}
        change = {"$set": {"code_digest": digest, "code_ends_at": ends_at}}
        await self._devices.update_one(waits, change)

    async def activate(self, code: str, token: str, moment: datetime) -> Device | None:
        """Spend a code; the device whose token this now is, None when the code opens nothing."""
        opens = {"code_digest": code, "code_ends_at": {"$gt": moment}, "revoked_at": None}
        change = {
            "$set": {
                "code_digest": None,
                "token_digest": token,
                "activated_at": moment,
                "seen_at": moment,
            }
        }
        return _device(await self._devices.find_one_and_update(opens, change, return_document=True))

    async def with_token(self, digest: str) -> Device | None:
        """The device that holds a token and may still use it."""
        return _device(await self._devices.find_one({"token_digest": digest, "revoked_at": None}))

    async def seen(self, id_: str, moment: datetime, unsent: int) -> None:
        """Remember that a device was here, and how much it has not sent."""
        await self._devices.update_one(
            {"_id": id_}, {"$set": {"seen_at": moment, "unsent": unsent}}
        )

    async def revoke(self, edition: str, id_: str, moment: datetime) -> bool:
        """Shut a device out; False when there is no such device."""
        change = {"$set": {"code_digest": None, "revoked_at": moment}}
        done = await self._devices.update_one({"_id": id_, "edition": edition}, change)
        return done.matched_count == 1

    async def among(self, edition: str, limit: int, after: str | None = None) -> list[Device]:
        """Some of an edition's devices, the first made first."""
        query: Document = {"edition": edition} | ({"_id": {"$gt": after}} if after else {})
        found = self._devices.find(query).sort("_id", 1).limit(limit)
        return [_read(document) async for document in found]


def _device(document: Document | None) -> Device | None:
    return _read(document) if document else None


def _read(document: Document) -> Device:
    return Device(id=document["_id"], **document)
