"""Where changes are kept, in the transaction that makes them."""

from collections.abc import Sequence

from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.pages import Page, cursor, read_cursor
from services.catalogue.history.model import Change


class History:
    """Changes of exhibitors and products, the last first."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._changes = mongo, mongo["changes"]

    async def ensure(self) -> None:
        """One index, which starts with the edition."""
        await self._changes.create_index([("edition", 1), ("about", 1), ("_id", -1)])

    async def note(self, changes: Sequence[Change]) -> None:
        """Keep changes, in the transaction at hand."""
        if changes:
            await self._changes.insert_many(
                [{"_id": new_id(), **change.model_dump()} for change in changes],
                session=self._mongo.session,
            )

    async def page(
        self, edition: str, about: str, paper: str | None, after: str | None, limit: int
    ) -> Page[Change]:
        """The changes of one exhibitor or product, or of one of its papers."""
        query: dict[str, object] = {"edition": edition, "about": about}
        if paper is not None:
            query["paper"] = paper
        if after:
            query["_id"] = {"$lt": read_cursor(after, 1)[0]}
        found = await self._changes.find(query).sort("_id", -1).limit(limit + 1).to_list(limit + 1)
        further = cursor(found[limit - 1]["_id"]) if len(found) > limit else None
        return Page(items=[Change.model_validate(doc) for doc in found[:limit]], next=further)
