"""Where the programme is kept."""

from datetime import datetime

from kernel.mongo import Document, Mongo
from kernel.pages import cursor, read_cursor, unknown_cursor
from kernel.problems import NotFound
from services.catalogue.programme.model import Talk


class Talks:
    """The talks and events of all editions, in the order in which they begin."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._talks = mongo, mongo["talks"]

    async def ensure(self) -> None:
        """The order in which a programme is read."""
        await self._talks.create_index([("edition", 1), ("starts", 1), ("_id", 1)])

    async def page(
        self, edition: str, after: str | None, limit: int
    ) -> tuple[list[Talk], str | None]:
        """A part of a programme, and where to read on. Raises Invalid for an unknown cursor."""
        query: Document = {"edition": edition}
        if after:
            begun, last = _place(after)
            later = {"starts": {"$gt": begun}}
            query["$or"] = [later, {"starts": begun, "_id": {"$gt": last}}]
        order = [("starts", 1), ("_id", 1)]
        found = await self._talks.find(query).sort(order).limit(limit + 1).to_list(limit + 1)
        talks = [_read(document) for document in found[:limit]]
        more = len(found) > limit
        return talks, cursor(talks[-1].starts.isoformat(), talks[-1].id) if more else None

    async def get(self, edition: str, talk: str) -> Talk:
        """Raises NotFound."""
        which = {"_id": talk, "edition": edition}
        found = await self._talks.find_one(which, session=self._mongo.session)
        if found is None:
            raise NotFound(
                "Acara ini tidak ada; mungkin sudah dihapus.",
                "There is no such talk; it may have been removed.",
                code="no-talk",
            )
        return _read(found)

    async def count(self, edition: str) -> int:
        """How many a programme has."""
        return await self._talks.count_documents({"edition": edition}, session=self._mongo.session)

    async def save(self, talk: Talk) -> None:
        """Keep a talk as it is now, in the transaction at hand."""
        document = talk.model_dump(exclude={"id"})
        await self._talks.replace_one(
            {"_id": talk.id}, document, upsert=True, session=self._mongo.session
        )

    async def remove(self, talk: Talk) -> None:
        """Take a talk out of its programme, in the transaction at hand."""
        await self._talks.delete_one({"_id": talk.id}, session=self._mongo.session)


def _read(document: Document) -> Talk:
    return Talk.model_validate(document | {"id": document["_id"]})


def _place(after: str) -> tuple[datetime, str]:
    moment, last = read_cursor(after, 2)
    try:
        return datetime.fromisoformat(moment), last
    except ValueError:
        raise unknown_cursor() from None
