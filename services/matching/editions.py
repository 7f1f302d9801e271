"""Editions as matching keeps them: their turn, their weights, the day they were matched on last."""

from collections.abc import Iterable
from datetime import date

from pymongo import ReturnDocument, UpdateOne

from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.matching.weights import Weights, usual


class Editions:
    """Which editions there are, and the turnstile through which each one's matching goes."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def note(self, editions: Iterable[str]) -> None:
        """Remember that editions exist."""
        writes = [UpdateOne({"_id": e}, {"$set": {"open": True}}, upsert=True) for e in editions]
        if writes:
            await self._mongo["editions"].bulk_write(writes, session=self._mongo.session)

    async def expect(self, edition: str) -> None:
        """Raises NotFound for an edition that the catalogue has not told of."""
        if not await self._mongo["editions"].find_one({"_id": edition, "open": True}):
            raise NotFound(
                f"Edisi “{edition}” tidak ada, atau baru saja dibuat; coba lagi sebentar lagi.",
                f"There is no edition “{edition}”, or it is very new; try again shortly.",
                code="no-edition",
            )

    async def take_turn(self, editions: Iterable[str]) -> dict[str, Weights]:
        """Let no other transaction match in these editions before this one has ended.

        Of two transactions that write the same document MongoDB aborts one and repeats it. So an
        offer and a demand that arrive at the same moment, at two replicas, cannot miss each other:
        whichever comes second sees the first. Returns what each edition weighs its matches by.
        """
        weights = {}
        for edition in sorted(set(editions)):
            found = await self._mongo["editions"].find_one_and_update(
                {"_id": edition},
                {"$inc": {"turn": 1}},
                upsert=True,
                projection={"weights": 1},
                return_document=ReturnDocument.AFTER,
                session=self._mongo.session,
            )
            weights[edition] = _weights(found)
        return weights

    async def weights(self, edition: str) -> tuple[Weights, int]:
        """What an edition weighs its matches by, and in which version: 0 for the usual weights."""
        found = await self._mongo["editions"].find_one(
            {"_id": edition}, session=self._mongo.session
        )
        return _weights(found), (found or {}).get("weights_version", 0)

    async def turn(self, edition: str) -> int:
        """How often the edition has been matched: the same number, the same offers."""
        found = await self._mongo["editions"].find_one({"_id": edition}, {"turn": 1})
        return int((found or {}).get("turn", 0))

    async def weigh_by(self, edition: str, weights: Weights, version: int) -> None:
        """Let an edition weigh its matches by other weights from now on."""
        await self._mongo["editions"].update_one(
            {"_id": edition},
            {"$set": {"weights": weights.model_dump(), "weights_version": version}},
            session=self._mongo.session,
        )

    async def behind(self, today: date, rules: int) -> list[str]:
        """Editions that have not been matched on this day, or not by these rules."""
        day = today.isoformat()
        query: Document = {"$or": [{"day": {"$ne": day}}, {"rules": {"$ne": rules}}]}
        return [document["_id"] async for document in self._mongo["editions"].find(query)]

    async def catch_up(self, edition: str, today: date, rules: int) -> tuple[date | None, int]:
        """Note day and rules; returns those before (rules are today's in an edition that is new).

        Of two replicas one does so first; the other's transaction is repeated and finds it done.
        """
        before = await self._mongo["editions"].find_one_and_update(
            {"_id": edition},
            {"$set": {"day": today.isoformat(), "rules": rules}},
            session=self._mongo.session,
        )
        last = (before or {}).get("day")
        return last and date.fromisoformat(last), (before or {}).get("rules", 0)


def _weights(edition: Document | None) -> Weights:
    own = (edition or {}).get("weights")
    return Weights.model_validate(own) if own else usual()
