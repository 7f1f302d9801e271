"""Where leads are kept, each saved with what is told of it, and which notes came already."""

from collections.abc import Sequence
from datetime import datetime

from contracts import matching as told
from contracts.fact import Fact
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor, unknown_cursor
from services.matching.leads.model import Lead, lead_id
from services.matching.shelf import Shelf


class Leads(Shelf[Lead]):
    """Leads, the last seen first."""

    collection = "leads"

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        super().__init__(mongo, outbox)
        self._keys = mongo["lead_keys"]

    def _read(self, document: Document) -> Lead:
        return Lead.model_validate(document)

    def _written(self, thing: Lead) -> Document:
        return {**super()._written(thing), "last_seen": thing.last_seen}

    def _told(self, thing: Lead) -> Sequence[Fact]:
        if thing.request is None and thing.withdrawn_at is None:
            return []
        return [
            told.LeadMade(
                subject=thing.id,
                version=thing.version,
                edition=thing.edition,
                exhibitor=thing.exhibitor,
                waits=bool(thing.request and thing.request.answered_at is None),
            )
        ]

    def id_of(self, edition: str, code: str) -> str:
        return lead_id(edition, code)

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._things.create_index(
            [("edition", 1), ("exhibitor", 1), ("last_seen", -1), ("_id", 1)]
        )

    async def is_new(self, key: str) -> bool:
        """Whether a client's key was never seen; remembered in the transaction at hand.

        Of two transactions that remember the same key MongoDB aborts one and repeats it.
        """
        session = self._mongo.session
        if await self._keys.find_one({"_id": key}, session=session):
            return False
        await self._keys.insert_one({"_id": key}, session=session)
        return True

    async def of_person(self, person: str) -> list[Lead]:
        """All leads of a person, whoever met them."""
        found = self._things.find({"person": person}, session=self._mongo.session)
        return [self._read(document) async for document in found]

    async def remove(self, leads: Sequence[Lead]) -> None:
        """Let go of leads."""
        gone = {"_id": {"$in": [lead.id for lead in leads]}}
        await self._things.delete_many(gone, session=self._mongo.session)

    async def of_exhibitor(
        self, edition: str, exhibitor: str, after: str | None, limit: int
    ) -> tuple[list[Lead], str | None]:
        """An exhibitor's leads, the last seen first."""
        query: Document = {"edition": edition, "exhibitor": exhibitor}
        if after:
            seen, last = _place(after)
            earlier = {"last_seen": {"$lt": seen}}
            query["$or"] = [earlier, {"last_seen": seen, "_id": {"$gt": last}}]
        order = [("last_seen", -1), ("_id", 1)]
        found = await self._things.find(query).sort(order).limit(limit + 1).to_list(limit + 1)
        shown = found[limit - 1] if len(found) > limit else None
        further = cursor(shown["last_seen"].isoformat(), shown["_id"]) if shown else None
        return [self._read(document) for document in found[:limit]], further


def _place(after: str) -> tuple[datetime, str]:
    moment, last = read_cursor(after, 2)
    try:
        return datetime.fromisoformat(moment), last
    except ValueError:
        raise unknown_cursor() from None
