"""Where notifications knows people by name and address: itself, their letters, their inboxes."""

from datetime import datetime

from contracts.erasing import Gone
from contracts.keeping import keeping
from contracts.notifications import MailErased
from kernel.callers import Caller
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.privacy.model import Holding

SHOWN = 500


class AddressBook:
    """All that is known of one person, whatever part of the room knows it."""

    def __init__(self, mongo: Mongo, outbox: Outbox) -> None:
        self._mongo, self._outbox = mongo, outbox
        self._people, self._deliveries = mongo["people"], mongo["deliveries"]
        self._entries = mongo["entries"]

    async def of(self, caller: Caller) -> list[Holding]:
        """The address and wishes, the letters of the last month, the news of the party."""
        found: dict[str, list[Document]] = {
            "person": await self._some("people", {"_id": caller.account}, "account", "wishes"),
            "deliveries": await self._some(
                "deliveries", {"account": caller.account}, "address", "state", "created_at"
            ),
            "entries": await self._some(
                "entries", {"party": caller.party or caller.account}, "occasion", "changed_at"
            ),
        }
        return [Holding.of(rule, found[rule.kind]) for rule in keeping("notifications")]

    async def _some(self, collection: str, wanted: Document, *fields: str) -> list[Document]:
        shown = {"_id": 0, **dict.fromkeys(fields, 1)}
        return await self._mongo[collection].find(wanted, shown).limit(SHOWN).to_list(SHOWN)

    async def forget(self, account: str) -> tuple[Gone, ...]:
        """Erase a person and their letters, in the transaction at hand; how much that was."""
        session = self._mongo.session
        people = await self._people.delete_many({"_id": account}, session=session)
        letters = await self._deliveries.delete_many({"account": account}, session=session)
        await self._mongo["webhooks"].update_many(
            {"made_by": account}, {"$set": {"made_by": ""}}, session=session
        )
        own = [one["_id"] async for one in self._entries.find({"party": account}, session=session)]
        await self._mongo["matches"].delete_many({"entries": {"$in": own}}, session=session)
        entries = await self._entries.delete_many({"_id": {"$in": own}}, session=session)
        await self._mongo["parties"].delete_one({"_id": account}, session=session)
        return (
            Gone(kind="person", count=people.deleted_count),
            Gone(kind="deliveries", count=letters.deleted_count),
            Gone(kind="entries", count=entries.deleted_count),
        )

    async def confirm(self, told: MailErased) -> None:
        """Tell that somebody is forgotten, in the transaction at hand."""
        await self._outbox.tell([told])


class OldEntries:
    """Inbox entries that nothing was added to for a long time."""

    def __init__(self, mongo: Mongo) -> None:
        self._entries = mongo["entries"]

    async def ensure(self) -> None:
        await self._entries.create_index("changed_at")

    async def due(self, before: datetime) -> int:
        """How many were last changed before."""
        return await self._entries.count_documents({"changed_at": {"$lt": before}})

    async def purge(self, before: datetime) -> int:
        """Let them go."""
        return (await self._entries.delete_many({"changed_at": {"$lt": before}})).deleted_count
