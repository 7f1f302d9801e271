"""Who has which stand, and where placements are kept, so that each can be undone."""

from collections.abc import Sequence

from kernel.mongo import Document, Mongo
from kernel.problems import NotFound
from services.catalogue.model import Exhibitor
from services.catalogue.stands.placement import Placement
from services.catalogue.store import Exhibitors

SHOWN = 10
STANDING: Document = {"stand": {"$type": "string"}}


class Occupants:
    """Exhibitors by their stands."""

    def __init__(self, mongo: Mongo, shelf: Exhibitors) -> None:
        self._mongo, self._exhibitors, self._shelf = mongo, mongo["exhibitors"], shelf

    async def ensure(self) -> None:
        """A stand has one exhibitor."""
        await self._vacate_doubles()
        await self._exhibitors.create_index(
            [("edition", 1), ("stand", 1)],
            unique=True,
            partialFilterExpression=STANDING,
        )

    async def _vacate_doubles(self) -> None:
        """Of several at one stand, of before that was forbidden, the first keeps it."""
        groups = self._exhibitors.aggregate(
            [
                {"$match": {"stand": {"$type": "string"}}},
                {"$sort": {"_id": 1}},
                {"$group": {"_id": ["$edition", "$stand"], "ids": {"$push": "$_id"}}},
                {"$match": {"ids.1": {"$exists": True}}},
            ]
        )
        late = [id_ async for group in groups for id_ in group["ids"][1:]]
        double = (await self._shelf.with_ids(late)).values()
        await self._shelf.save([exhibitor.at(None, "hand") for exhibitor in double])

    async def on_floor(self, edition: str) -> list[Exhibitor]:
        """All who are not online alone, or have a stand all the same, by their ids."""
        query = {"edition": edition, "$or": [{"attendance": {"$ne": "online"}}, STANDING]}
        found = self._exhibitors.find(query, session=self._mongo.session).sort("_id", 1)
        return [Exhibitor.model_validate(document) async for document in found]

    async def at_stands(self, edition: str, stands: Sequence[str]) -> dict[str, Exhibitor]:
        """Who has each of some stands, by its code."""
        query = {"edition": edition, "stand": {"$type": "string", "$in": list(stands)}}
        found = self._exhibitors.find(query, session=self._mongo.session)
        return {document["stand"]: Exhibitor.model_validate(document) async for document in found}

    async def all(self, edition: str) -> list[Exhibitor]:
        """All who have a stand."""
        query = {"edition": edition, **STANDING}
        found = self._exhibitors.find(query, session=self._mongo.session).sort("stand", 1)
        return [Exhibitor.model_validate(document) async for document in found]


class Placements:
    """What was done with an edition's stands, the last first."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._placements = mongo, mongo["placements"]

    async def ensure(self) -> None:
        """One index, which starts with the edition."""
        await self._placements.create_index([("edition", 1), ("_id", -1)])

    async def keep(self, placement: Placement) -> None:
        """Keep a placement, or that it was undone, in the transaction at hand."""
        await self._placements.replace_one(
            {"_id": placement.id},
            {"_id": placement.id, **placement.model_dump()},
            upsert=True,
            session=self._mongo.session,
        )

    async def last(self, edition: str) -> list[Placement]:
        """The last placements of an edition."""
        found = self._placements.find({"edition": edition}).sort("_id", -1).limit(SHOWN)
        return [Placement.model_validate(document) async for document in found]

    async def get(self, edition: str, placement: str) -> Placement:
        """Raises NotFound."""
        found = await self._placements.find_one(
            {"_id": placement, "edition": edition}, session=self._mongo.session
        )
        if found is None:
            raise NotFound(
                "Pembagian stan itu tidak ada di edisi ini.",
                "There is no such placement in this edition.",
                code="no-placement",
            )
        return Placement.model_validate(found)
