"""Where rounds are kept, and who is in an audience."""

from collections.abc import Iterable

from kernel.mongo import Document, Mongo
from services.notifications.announcing.model import Round


class Rounds:
    """The rounds of all announcements."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._rounds = mongo, mongo["rounds"]

    async def ensure(self) -> None:
        """Which are not done."""
        await self._rounds.create_index("done", partialFilterExpression={"done": False})

    async def get(self, id_: str) -> Round | None:
        """One round, in the transaction at hand."""
        found = await self._rounds.find_one({"_id": id_}, session=self._mongo.session)
        return None if found is None else _read(found)

    async def begun(self) -> list[str]:
        """The ids of those that are not done."""
        return [found["_id"] async for found in self._rounds.find({"done": False}, {"_id": 1})]

    async def save(self, rounds: Iterable[Round]) -> None:
        """Keep these, in the transaction at hand."""
        for one in rounds:
            await self._rounds.replace_one(
                {"_id": one.id},
                one.model_dump(exclude={"id"}),
                upsert=True,
                session=self._mongo.session,
            )


def _read(document: Document) -> Round:
    return Round(id=document["_id"], **document)


class Audiences:
    """Who is in an audience: people with an account, by the party whose inbox they open."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._people = mongo, mongo["people"]

    async def parties(self, edition: str, audience: str, after: str, limit: int) -> list[str]:
        """The next parties in the order of their ids."""
        stages: list[Document] = [
            {"$match": _wanted(edition, audience)},
            {"$group": {"_id": _PARTY}},
            {"$match": {"_id": {"$gt": after}}},
            {"$sort": {"_id": 1}},
            {"$limit": limit},
        ]
        found = self._people.aggregate(stages, session=self._mongo.session)
        return [document["_id"] async for document in found]

    async def size(self, edition: str, audience: str) -> tuple[int, int]:
        """How many people are in an audience, and how many of them take letters."""
        takes_mail = {"$and": [{"$ne": ["$wishes.mail", False]}, {"$ne": ["$account.email", ""]}]}
        stages: list[Document] = [
            {"$match": _wanted(edition, audience)},
            {"$group": {"_id": None, "people": {"$sum": 1}, "mail": {"$sum": _one_if(takes_mail)}}},
        ]
        async for found in self._people.aggregate(stages):
            return found["people"], found["mail"]
        return 0, 0


_PARTY = {"$cond": [{"$eq": ["$account.party", ""]}, "$_id", "$account.party"]}


def _one_if(condition: Document) -> Document:
    return {"$cond": [condition, 1, 0]}


def _wanted(edition: str, audience: str) -> Document:
    sides: dict[str, Document] = {
        "exhibitors": _of("exhibitor", edition),
        "buyers": _of("buyer", edition),
        "visitors": {"account.role": "visitor", "account.party": ""},
    }
    return {"$or": list(sides.values()) if audience == "everyone" else [sides[audience]]}


def _of(side: str, edition: str) -> Document:
    """Everybody of an edition's exhibitors or buyers, by a stretch of the index."""
    return {"account.party": {"$gte": f"{side}:{edition}:", "$lt": f"{side}:{edition};"}}
