"""Things of one kind kept with the facts that tell of them: state and its facts are one save."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pymongo import ReplaceOne

from contracts.fact import Fact
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.pages import cursor, read_cursor
from kernel.problems import NotFound


class Kept(Protocol):
    """What can be kept: a value with an id."""

    @property
    def id(self) -> str: ...

    def model_dump(self, *, mode: str) -> dict[str, Any]: ...


Thing = TypeVar("Thing", bound=Kept)


class Shelf(Generic[Thing]):
    """Things of one kind in all editions, saved with their facts."""

    collection: ClassVar[str]

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._things = mongo[self.collection]

    def _read(self, document: Document) -> Thing:
        raise NotImplementedError

    def _written(self, thing: Thing) -> Document:
        return {"_id": thing.id, **thing.model_dump(mode="json")}

    def _told(self, thing: Thing) -> Sequence[Fact]:
        raise NotImplementedError

    def id_of(self, edition: str, code: str) -> str:
        raise NotImplementedError

    async def ensure(self) -> None:
        """Indexes; each starts with the edition."""
        await self._things.create_index([("edition", 1), ("_id", 1)])

    async def get(self, edition: str, code: str) -> Thing:
        """Raises NotFound."""
        found = await self.with_ids([self.id_of(edition, code)])
        if not found:
            raise NotFound(
                f"“{code}” tidak ada dalam edisi {edition}.",
                f"There is no “{code}” in edition {edition}.",
                code=f"no-{self.collection.removesuffix('s')}",
            )
        return next(iter(found.values()))

    async def with_ids(self, ids: Sequence[str]) -> dict[str, Thing]:
        """Those of some ids that exist, by id."""
        found = self._things.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {document["_id"]: self._read(document) async for document in found}

    async def save(self, things: Sequence[Thing]) -> None:
        """Keep things in place of their former versions, and tell of them."""
        if not things:
            return

        async def work() -> None:
            await self._things.bulk_write(
                [ReplaceOne({"_id": t.id}, self._written(t), upsert=True) for t in things],
                ordered=False,
                session=self._mongo.session,
            )
            await self._outbox.tell([fact for thing in things for fact in self._told(thing)])

        await self._mongo.transaction(work)

    async def page(
        self, query: Document, after: str | None, limit: int
    ) -> tuple[list[Thing], str | None]:
        """Things that fit a query, by id."""
        if after:
            query = {**query, "_id": {"$gt": read_cursor(after, 1)[0]}}
        found = await self._things.find(query).sort("_id", 1).limit(limit + 1).to_list(limit + 1)
        further = cursor(found[limit - 1]["_id"]) if len(found) > limit else None
        return [self._read(document) for document in found[:limit]], further
