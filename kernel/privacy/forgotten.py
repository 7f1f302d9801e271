"""Whom a room has erased, so that nothing of them comes back, however late it arrives."""

from collections.abc import Iterable

from kernel.clock import now
from kernel.mongo import Mongo


class ForgottenPeople:
    """Ids of erased accounts; the id alone tells nothing of anybody any more."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo, self._forgotten = mongo, mongo["forgotten_people"]

    async def add(self, account: str) -> None:
        """Take in nothing more of this account, in the transaction at hand."""
        await self._forgotten.update_one(
            {"_id": account}, {"$setOnInsert": {"at": now()}}, True, session=self._mongo.session
        )

    async def among(self, accounts: Iterable[str]) -> set[str]:
        """Those of these accounts that were erased."""
        wanted = {"_id": {"$in": list(set(accounts))}}
        found = self._forgotten.find(wanted, {"_id": 1}, session=self._mongo.session)
        return {document["_id"] async for document in found}
