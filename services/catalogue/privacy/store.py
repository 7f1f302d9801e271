"""Where the catalogue names people: in the history of who changed what."""

from datetime import datetime

from contracts.catalogue import HistoryErased
from contracts.keeping import keeping
from kernel.callers import Caller
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.privacy.model import Holding

SHOWN = 500
NAMED: Document = {"author.name": {"$gt": ""}}
NAMELESS: Document = {"$set": {"author.name": ""}}


class Traces:
    """Names in the history; what was changed stays when the name goes."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._changes, self._outbox = mongo, mongo["changes"], outbox

    async def ensure(self) -> None:
        """By person, and by age where a name is left."""
        await self._changes.create_index([("author.account", 1), ("_id", -1)])
        await self._changes.create_index("at", partialFilterExpression=NAMED)

    async def of(self, caller: Caller) -> list[Holding]:
        """The last changes that somebody made."""
        found = self._changes.find({"author.account": caller.account}).sort("_id", -1).limit(SHOWN)
        items = [
            {"about": one["about"], "verb": one["verb"], "at": one["at"]} async for one in found
        ]
        return [Holding.of(rule, items) for rule in keeping("catalogue")]

    async def forget(self, account: str) -> int:
        """Take somebody's name out, in the transaction at hand; from how many changes."""
        wanted = {"author.account": account} | NAMED
        done = await self._changes.update_many(wanted, NAMELESS, session=self._mongo.session)
        return done.modified_count

    async def confirm(self, told: HistoryErased) -> None:
        """Tell that somebody is forgotten, in the transaction at hand."""
        await self._outbox.tell([told])

    async def due(self, before: datetime) -> int:
        """How many changes from before still name somebody."""
        return await self._changes.count_documents({"at": {"$lt": before}} | NAMED)

    async def purge(self, before: datetime) -> int:
        """Take the names out of changes from before."""
        return (
            await self._changes.update_many({"at": {"$lt": before}} | NAMED, NAMELESS)
        ).modified_count
