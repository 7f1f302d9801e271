"""Where announcements are kept."""

from datetime import datetime

from kernel.mongo import Document, Mongo
from kernel.pages import cursor, read_cursor, unknown_cursor
from kernel.problems import NotFound
from services.catalogue.announcements.model import Announcement

SHOWN = 3
PUBLIC = ["everyone", "visitors"]


class Announcements:
    """The announcements of all editions, the last made first."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._announcements = mongo, mongo["announcements"]

    async def ensure(self) -> None:
        """The order of the history, and which wait for their time."""
        await self._announcements.create_index([("edition", 1), ("made_at", -1), ("_id", -1)])
        waiting = {"state": "waiting"}
        await self._announcements.create_index("starts", partialFilterExpression=waiting)

    async def find(self, announcement: str) -> Announcement | None:
        """One of any edition, None for one that is not there."""
        which = {"_id": announcement}
        found = await self._announcements.find_one(which, session=self._mongo.session)
        return None if found is None else _read(found)

    async def get(self, edition: str, announcement: str) -> Announcement:
        """Raises NotFound."""
        found = await self.find(announcement)
        if found is None or found.edition != edition:
            raise NotFound(
                "Pengumuman ini tidak ada di edisi ini.",
                "There is no such announcement in this edition.",
                code="no-announcement",
            )
        return found

    async def public(self, edition: str) -> list[Announcement]:
        """Those on the start page: out, for everybody, not taken back; the last ones."""
        wanted = {"edition": edition, "state": "told", "audience": {"$in": PUBLIC}}
        found = self._announcements.find(wanted).sort([("made_at", -1), ("_id", -1)]).limit(SHOWN)
        return [_read(document) async for document in found]

    async def page(
        self, edition: str, after: str | None, limit: int
    ) -> tuple[list[Announcement], str | None]:
        """A part of the history, and where to read on. Raises Invalid for an unknown cursor."""
        query: Document = {"edition": edition}
        if after:
            moment, last = _place(after)
            earlier = {"made_at": {"$lt": moment}}
            query["$or"] = [earlier, {"made_at": moment, "_id": {"$lt": last}}]
        order = [("made_at", -1), ("_id", -1)]
        found = await self._announcements.find(query).sort(order).limit(limit + 1).to_list()
        items = [_read(document) for document in found[:limit]]
        more = len(found) > limit
        return items, cursor(items[-1].made_at.isoformat(), items[-1].id) if more else None

    async def waiting(self, edition: str) -> int:
        """How many of an edition wait for their time."""
        wanted = {"edition": edition, "state": "waiting"}
        return await self._announcements.count_documents(wanted, session=self._mongo.session)

    async def due(self, moment: datetime) -> list[Announcement]:
        """Those whose time has come, the longest first."""
        wanted = {"state": "waiting", "starts": {"$lte": moment}}
        found = self._announcements.find(wanted).sort("starts", 1).limit(100)
        return [_read(document) async for document in found]

    async def save(self, announcement: Announcement) -> None:
        """Keep one as it is now, in the transaction at hand."""
        document = announcement.model_dump(exclude={"id"})
        await self._announcements.replace_one(
            {"_id": announcement.id}, document, upsert=True, session=self._mongo.session
        )


def _read(document: Document) -> Announcement:
    return Announcement.model_validate(document | {"id": document["_id"]})


def _place(after: str) -> tuple[datetime, str]:
    moment, last = read_cursor(after, 2)
    try:
        return datetime.fromisoformat(moment), last
    except ValueError:
        raise unknown_cursor() from None
