"""Where it is kept what is promised of which product."""

from collections.abc import Iterable

from pymongo import ReplaceOne

from kernel.mongo import Mongo
from services.catalogue.promises.model import Promises


class PromisedCapacity:
    """Promises by product, apart from the products: these keep their versions and history."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._promises = mongo, mongo["promises"]

    async def of(self, product: str) -> Promises | None:
        """What is promised of a product, None when nothing ever was."""
        found = await self._promises.find_one({"_id": product})
        return Promises.model_validate(found | {"id": product}) if found else None

    async def keep_the_newest(self, told: Iterable[Promises]) -> None:
        """Keep those that are newer than what is known, in the transaction at hand."""
        newest: dict[str, Promises] = {}
        for one in told:
            if one.id not in newest or newest[one.id].version < one.version:
                newest[one.id] = one
        known = self._promises.find(
            {"_id": {"$in": list(newest)}}, {"version": 1}, session=self._mongo.session
        )
        versions = {document["_id"]: document["version"] async for document in known}
        news = [one for one in newest.values() if versions.get(one.id, -1) < one.version]
        if news:
            await self._promises.bulk_write(
                [
                    ReplaceOne({"_id": one.id}, one.model_dump(exclude={"id"}), upsert=True)
                    for one in news
                ],
                session=self._mongo.session,
            )
