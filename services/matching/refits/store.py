"""Where refits are kept; whoever holds a refit's lease works at it."""

from datetime import date, timedelta

from pymongo import ReturnDocument

from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.matching.refits.model import Refit, Why

LEASE = timedelta(seconds=10)


class LeaseLost(Exception):
    """Another replica has taken the refit over."""


class Refits:
    """Refits of all editions."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._holder = mongo, new_id()
        self._refits = mongo["refits"]

    async def ensure(self) -> None:
        """Indexes."""
        await self._refits.create_index([("edition", 1), ("_id", -1)])
        await self._refits.create_index([("state", 1), ("lease_until", 1)])

    async def queue(self, edition: str, why: Why, since: date | None = None) -> Refit:
        """Have an edition matched anew; in the transaction at hand, if there is one."""
        refit = Refit(id=new_id(), edition=edition, why=why, since=since, created_at=now())
        kept = refit.model_dump(mode="json", exclude={"id", "created_at", "progress"})
        await self._refits.insert_one(
            {"_id": refit.id, **kept, "created_at": refit.created_at, "lease_until": now()},
            session=self._mongo.session,
        )
        return refit

    async def claim(self) -> Refit | None:
        """The oldest that nobody works at, held from now on."""
        found: Document | None = await self._refits.find_one_and_update(
            {"state": {"$ne": "done"}, "lease_until": {"$lte": now()}},
            {"$set": {"state": "running", "holder": self._holder, "lease_until": now() + LEASE}},
            sort=[("_id", 1)],
            return_document=ReturnDocument.AFTER,
        )
        return Refit.from_document(found) if found else None

    async def oldest_wait(self) -> timedelta:
        """How long the first that is not done has been there; nothing when all are done."""
        found = await self._refits.find_one({"state": {"$ne": "done"}}, sort=[("_id", 1)])
        return now() - found["created_at"] if found else timedelta()

    async def advance(self, refit: Refit) -> None:
        """Note how far it is, in the transaction of what was settled. Raises LeaseLost."""
        news = refit.model_dump(include={"cursor", "total", "settled", "state", "ended_at"})
        held = await self._refits.update_one(
            {"_id": refit.id, "holder": self._holder},
            {"$set": news | {"lease_until": now() + LEASE}},
            session=self._mongo.session,
        )
        if not held.matched_count:
            raise LeaseLost(refit.id)

    async def get(self, edition: str, refit_id: str) -> Refit:
        """Raises NotFound."""
        found = await self._refits.find_one({"_id": refit_id, "edition": edition})
        if found is None:
            raise NotFound(
                f"Pencocokan ulang {refit_id} tidak ada.",
                f"There is no refit {refit_id}.",
                code="no-refit",
            )
        return Refit.from_document(found)

    async def latest(self, edition: str, limit: int) -> list[Refit]:
        """The newest first."""
        found = self._refits.find({"edition": edition}).sort("_id", -1).limit(limit)
        return [Refit.from_document(document) async for document in found]
