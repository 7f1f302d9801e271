"""Where searches are kept, and which goods each has found already."""

from collections.abc import Iterable, Sequence

from kernel.mongo import Document, Mongo
from services.catalogue.searches.model import SavedSearch


class Searches:
    """Kept searches, by their party; what is known to fit one is never told of it again."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._searches, self._found = mongo, mongo["searches"], mongo["search_finds"]

    async def ensure(self) -> None:
        """Indexes."""
        await self._searches.create_index([("edition", 1), ("party", 1), ("_id", 1)])
        await self._found.create_index("search")

    async def of(self, edition: str, party: str) -> list[SavedSearch]:
        """A party's searches, the latest first."""
        return await self._read({"edition": edition, "party": party})

    async def all_in(self, edition: str) -> list[SavedSearch]:
        """Everybody's."""
        return await self._read({"edition": edition})

    async def _read(self, query: Document) -> list[SavedSearch]:
        found = self._searches.find(query, session=self._mongo.session).sort("_id", -1)
        return [SavedSearch.model_validate(one | {"id": one["_id"]}) async for one in found]

    async def add(self, search: SavedSearch, fitting: Iterable[str]) -> None:
        """Keep a search and what fits it already, in the transaction at hand."""
        kept = search.model_dump(mode="python", exclude={"id"})
        await self._searches.insert_one({"_id": search.id, **kept}, session=self._mongo.session)
        await self._note(search.id, fitting)

    async def remove(self, edition: str, party: str, search_id: str) -> bool:
        """Forget a search, in the transaction at hand; False when the party has no such one."""
        which = {"_id": search_id, "edition": edition, "party": party}
        gone = await self._searches.delete_one(which, session=self._mongo.session)
        await self._found.delete_many({"search": search_id}, session=self._mongo.session)
        return bool(gone.deleted_count)

    async def new_among(self, search_id: str, products: Sequence[str]) -> list[str]:
        """Those that the search had not found yet, known from now on; in the transaction at hand.

        Two replicas at the same time write the same key, so one of the two is repeated and then
        finds the product known.
        """
        ids = {f"{search_id}|{product}": product for product in products}
        known = self._found.find(
            {"_id": {"$in": list(ids)}}, {"_id": 1}, session=self._mongo.session
        )
        async for one in known:
            del ids[one["_id"]]
        await self._note(search_id, ids.values())
        return list(ids.values())

    async def _note(self, search_id: str, products: Iterable[str]) -> None:
        finds = [{"_id": f"{search_id}|{product}", "search": search_id} for product in products]
        if finds:
            await self._found.insert_many(finds, ordered=False, session=self._mongo.session)
