"""Where webhooks are kept, and what is on its way to them."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta

from pymongo import ReplaceOne, UpdateOne

from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Document, Mongo
from services.notifications.webhooks.delivery import Delivery
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.model import MOST_WEBHOOKS, NoWebhook, Webhook

LEASE = timedelta(seconds=60)
MEMORY = timedelta(days=14)


class Webhooks:
    """The addresses; each leased to one sender at a time."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._webhooks = mongo, mongo["webhooks"]

    async def add(self, webhook: Webhook) -> None:
        await self._webhooks.insert_one(_kept(webhook), session=self._mongo.session)

    async def count(self) -> int:
        return await self._webhooks.count_documents({}, session=self._mongo.session)

    async def get(self, id_: str) -> Webhook:
        """Raises NoWebhook."""
        found = await self._webhooks.find_one({"_id": id_}, session=self._mongo.session)
        if found is None:
            raise NoWebhook()
        return _webhook(found)

    async def all(self) -> list[Webhook]:
        """All there are, the last made first; no more than are let in."""
        found = self._webhooks.find({}, session=self._mongo.session).sort("_id", -1)
        return [_webhook(document) for document in await found.to_list(MOST_WEBHOOKS)]

    async def save(self, webhook: Webhook) -> None:
        """Keep a changed one, in the transaction in which it was read."""
        await self._webhooks.update_one(
            {"_id": webhook.id},
            {"$set": webhook.model_dump(exclude={"id"})},
            session=self._mongo.session,
        )

    async def remove(self, id_: str) -> bool:
        """Whether there was one."""
        removed = await self._webhooks.delete_one({"_id": id_}, session=self._mongo.session)
        return removed.deleted_count > 0

    async def ready(self) -> list[str]:
        """Those to which something may be sent now, if there is something."""
        moment = now()
        free = {
            "standing": "active",
            "rests_until": {"$lte": moment},
            "leased_until": {"$not": {"$gt": moment}},
        }
        return [document["_id"] async for document in self._webhooks.find(free, {"_id": 1})]

    async def lease(self, id_: str) -> str | None:
        """The name of a lease on one, None where somebody else has it; it ends by itself."""
        moment, lease = now(), new_id()
        free = {"_id": id_, "leased_until": {"$not": {"$gt": moment}}}
        held = {"$set": {"lease": lease, "leased_until": moment + LEASE}}
        taken = await self._webhooks.update_one(free, held)
        return lease if taken.modified_count else None

    async def leased(self, id_: str, lease: str) -> Webhook | None:
        """One as it is now, None where the lease is over or the webhook is gone."""
        wanted = {"_id": id_, "lease": lease, "leased_until": {"$gt": now()}}
        found = await self._webhooks.find_one(wanted, session=self._mongo.session)
        return _webhook(found) if found else None

    async def release(self, id_: str, lease: str) -> None:
        await self._webhooks.update_one(
            {"_id": id_, "lease": lease}, {"$unset": {"lease": 1, "leased_until": 1}}
        )


class Outgoing:
    """Messages, and their deliveries to one webhook each; both forgotten after a fortnight."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self.came = mongo, asyncio.Event()
        self._messages, self._deliveries = mongo["webhook_messages"], mongo["webhook_deliveries"]

    async def ensure(self) -> None:
        seconds = round(MEMORY.total_seconds())
        await self._messages.create_index("kept_at", expireAfterSeconds=seconds)
        await self._deliveries.create_index("asked_at", expireAfterSeconds=seconds)
        await self._deliveries.create_index([("webhook", 1), ("state", 1), ("next_at", 1)])

    async def add(self, messages: Sequence[Message], deliveries: Sequence[Delivery]) -> None:
        """Keep what is to be sent, in the transaction at hand; what is kept already stays."""
        if not deliveries:
            return
        self._mongo.after_commit(self.came.set)
        session = self._mongo.session
        await self._messages.bulk_write(
            [ReplaceOne({"_id": one.id}, one.model_dump(exclude={"id"}), True) for one in messages],
            ordered=False,
            session=session,
        )
        await self._deliveries.bulk_write(
            [
                UpdateOne({"_id": one.id}, {"$setOnInsert": one.model_dump()}, upsert=True)
                for one in deliveries
            ],
            ordered=False,
            session=session,
        )

    async def awaited(self, webhooks: Iterable[str]) -> list[str]:
        """Those of these webhooks for which something is due."""
        due = {
            "webhook": {"$in": list(webhooks)},
            "state": "waiting",
            "next_at": {"$lte": now()},
        }
        found: list[str] = await self._deliveries.distinct("webhook", due)
        return found

    async def next(self, webhook: str) -> Delivery | None:
        """What has been due longest for one."""
        due = {"webhook": webhook, "state": "waiting", "next_at": {"$lte": now()}}
        found = await self._deliveries.find_one(due, sort=[("next_at", 1)])
        return Delivery.model_validate(found) if found else None

    async def message(self, id_: str) -> Message | None:
        found = await self._messages.find_one({"_id": id_}, session=self._mongo.session)
        return Message(id=id_, **found) if found else None

    async def get(self, webhook: str, message: str) -> Delivery:
        """Raises NoWebhook."""
        wanted = {"_id": f"{webhook}:{message}"}
        found = await self._deliveries.find_one(wanted, session=self._mongo.session)
        if found is None:
            raise NoWebhook()
        return Delivery.model_validate(found)

    async def save(self, delivery: Delivery) -> None:
        """Keep a changed one, in the transaction at hand."""
        await self._deliveries.update_one(
            {"_id": delivery.id}, {"$set": delivery.model_dump()}, session=self._mongo.session
        )

    async def some(self, webhook: str, limit: int, before: str | None) -> list[Delivery]:
        """Deliveries to one, the latest facts first."""
        between = {"$gt": f"{webhook}:", "$lt": f"{webhook}:{before or '~'}"}
        found = self._deliveries.find({"_id": between}).sort("_id", -1).limit(limit)
        return [Delivery.model_validate(document) async for document in found]

    async def drop(self, webhook: str) -> None:
        """Forget all deliveries to one, in the transaction at hand."""
        await self._deliveries.delete_many({"webhook": webhook}, session=self._mongo.session)

    async def waiting(self) -> int:
        """How many wait to be taken, of all webhooks."""
        return await self._deliveries.count_documents({"state": "waiting"})


def _kept(webhook: Webhook) -> Document:
    return {"_id": webhook.id, **webhook.model_dump(exclude={"id"})}


def _webhook(document: Document) -> Webhook:
    return Webhook(id=document["_id"], **document)
