"""Where letters wait until the mail server has taken them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from pymongo import UpdateOne

from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Document, Mongo
from services.notifications.mail.model import Delivery, State

LEASE = timedelta(seconds=60)
MEMORY = timedelta(days=30)


class Deliveries:
    """Letters, each leased to one sender at a time; addresses are forgotten after a month."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._deliveries = mongo, mongo["deliveries"]

    async def ensure(self) -> None:
        await self._deliveries.create_index([("state", 1), ("next_at", 1)])
        await self._deliveries.create_index([("account", 1), ("state", 1)])
        await self._deliveries.create_index("lease", sparse=True)
        await self._deliveries.create_index(
            "created_at", expireAfterSeconds=round(MEMORY.total_seconds())
        )

    async def add(self, deliveries: Sequence[Delivery]) -> None:
        """Keep new letters, in the transaction at hand."""
        if deliveries:
            await self._deliveries.insert_many(
                [_kept(delivery) for delivery in deliveries], session=self._mongo.session
            )

    async def lease(self, limit: int) -> tuple[str, list[Delivery]]:
        """Take letters that are due, the longest waiting first, and the name of the lease.

        Nobody else is given them before the lease ends, so a letter of a sender that was killed
        is sent again a minute later, with the same Message-ID.
        """
        lease, moment = new_id(), now()
        due = {"state": State.WAITING, "next_at": {"$lte": moment}}
        found = self._deliveries.find(due, {"_id": 1}).sort("next_at", 1).limit(limit)
        ids = [document["_id"] async for document in found]
        if not ids:
            return lease, []
        await self._deliveries.update_many(
            {"_id": {"$in": ids}, **due}, {"$set": {"lease": lease, "next_at": moment + LEASE}}
        )
        return lease, [_delivery(taken) async for taken in self._deliveries.find({"lease": lease})]

    async def settle(self, lease: str, deliveries: Iterable[Delivery]) -> None:
        """Keep what became of leased letters, unless somebody else has leased them since."""
        await self._deliveries.bulk_write(
            [
                UpdateOne(
                    {"_id": delivery.id, "lease": lease},
                    {"$set": delivery.model_dump(exclude={"id"}), "$unset": {"lease": 1}},
                )
                for delivery in deliveries
            ]
        )

    async def release(self, lease: str) -> None:
        """Give back what was leased and not settled."""
        await self._deliveries.update_many(
            {"lease": lease}, {"$set": {"next_at": now()}, "$unset": {"lease": 1}}
        )

    async def on_the_way(self, accounts: Iterable[str]) -> set[str]:
        """Those of these people who have a letter waiting for the mail server."""
        waiting = {"account": {"$in": list(accounts)}, "state": State.WAITING}
        found = self._deliveries.find(waiting, {"account": 1}, session=self._mongo.session)
        return {document["account"] async for document in found}

    async def counts(self) -> dict[State, int]:
        """How many letters of the last month are in each state."""
        counted = self._deliveries.aggregate([{"$sortByCount": "$state"}])
        found = {document["_id"]: document["count"] async for document in counted}
        return {state: found.get(state, 0) for state in State}

    async def oldest_waiting(self) -> Delivery | None:
        document = await self._deliveries.find_one(
            {"state": State.WAITING}, sort=[("created_at", 1)]
        )
        return _delivery(document) if document else None

    async def failures(self, limit: int) -> list[Delivery]:
        """The letters that were last refused or given up."""
        ended = {"state": {"$in": [State.REFUSED, State.GIVEN_UP]}}
        found = self._deliveries.find(ended).sort("created_at", -1).limit(limit)
        return [_delivery(document) async for document in found]


def _kept(delivery: Delivery) -> Document:
    return {"_id": delivery.id, **delivery.model_dump(exclude={"id"})}


def _delivery(document: Document) -> Delivery:
    return Delivery(id=document["_id"], **document)
