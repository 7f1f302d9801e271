"""Where profiles are kept, apart from the editions they take part in."""

from collections.abc import Iterable, Sequence

from pymongo import ReplaceOne

from kernel.mongo import Mongo
from services.catalogue.profiles.model import Profile


class Profiles:
    """Profiles by their lasting id."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._profiles = mongo, mongo["profiles"]
        self._exhibitors = mongo["exhibitors"]

    async def ensure(self) -> None:
        """A profile for everybody, and one part of it at most in an edition."""
        await self._give_profiles()
        await self._exhibitors.create_index([("profile", 1), ("edition", 1)], unique=True)

    async def _give_profiles(self) -> None:
        """Exhibitors of before there were profiles become each its own."""
        born = {"$concat": ["profile:", "$edition", ":", "$code"]}
        await self._exhibitors.update_many(
            {"profile": {"$exists": False}}, [{"$set": {"profile": born}}]
        )

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Profile]:
        """Those of some ids that are kept, by id."""
        found = self._profiles.find({"_id": {"$in": list(ids)}}, session=self._mongo.session)
        return {document["_id"]: Profile.model_validate(document) async for document in found}

    async def save(self, profiles: Sequence[Profile]) -> None:
        """Keep profiles in place of their former versions, in the transaction at hand."""
        if profiles:
            await self._profiles.bulk_write(
                [
                    ReplaceOne({"_id": p.id}, {"_id": p.id, **p.model_dump()}, upsert=True)
                    for p in profiles
                ],
                ordered=False,
                session=self._mongo.session,
            )
