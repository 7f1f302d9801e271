"""Whom matching knows: the people of leads, by themselves or as those who gave their contact."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import DeleteMany

from contracts.keeping import keeping
from contracts.matching import LeadsErased
from kernel.callers import Caller
from kernel.mongo import Document, Mongo
from kernel.outbox import Outbox
from kernel.privacy.model import Holding
from services.matching.leads.model import Lead
from services.matching.leads.store import Leads
from services.matching.ownership import BUYING
from services.matching.whatsapp.store import Numbers

SHOWN = 500


class Acquainted:
    """Leads as their people may see them."""

    def __init__(self, mongo: Mongo, outbox: Outbox, leads: Leads, numbers: Numbers) -> None:
        self._mongo, self._outbox, self._leads = mongo, outbox, leads
        self.numbers = numbers
        self._documents = mongo[Leads.collection]

    async def ensure(self) -> None:
        """By person, by who gave their contact, and by age."""
        await self._documents.create_index([("person", 1), ("_id", 1)])
        await self._documents.create_index("by", sparse=True)
        await self._documents.create_index("last_seen")

    async def leads_of(self, caller: Caller) -> list[Lead]:
        """The leads that somebody is the person of, themselves or as their buyer."""
        persons = [f"account:{caller.account}"]
        if caller.role in BUYING and caller.party:
            persons.append(caller.party)
        return await self._among({"person": {"$in": persons}})

    async def of(self, caller: Caller) -> list[Holding]:
        """What exhibitors' leads have of somebody, but not what these think; numbers they gave."""
        numbers = await self.numbers.given_by(caller.account)
        items = {
            "leads": [lead.of_its_person() for lead in await self.leads_of(caller)],
            "whatsapp-numbers": [one.model_dump(mode="json", exclude={"by"}) for one in numbers],
        }
        return [Holding.of(rule, items[rule.kind]) for rule in keeping("matching")]

    async def to_forget(self, account: str) -> tuple[list[Lead], list[Lead]]:
        """The leads of an account or badge alone, and those of buyers for whom it gave its
        contact."""
        person = account if account.startswith("badge:") else f"account:{account}"
        own = await self._among({"person": person}, 0)
        given = await self._among({"by": account, "person": {"$ne": person}}, 0)
        return own, given

    async def forget(self, own: Sequence[Lead], given: Sequence[Lead], moment: datetime) -> None:
        """End both in the transaction at hand; who waited for an answer waits no more."""
        await self._leads.save([lead.withdrawn(moment).nobodys() for lead in (*own, *given)])
        if own:
            ended = DeleteMany({"_id": {"$in": [lead.id for lead in own]}})
            await self._documents.bulk_write([ended], session=self._mongo.session)

    async def confirm(self, told: LeadsErased) -> None:
        """Tell that somebody is forgotten, in the transaction at hand."""
        await self._outbox.tell([told])

    async def due(self, before: datetime) -> int:
        """How many leads were last seen before."""
        return await self._documents.count_documents({"last_seen": {"$lt": before}})

    async def purge(self, before: datetime) -> int:
        """Let go of leads that were last seen before."""
        return (await self._documents.delete_many({"last_seen": {"$lt": before}})).deleted_count

    async def _among(self, wanted: Document, limit: int = SHOWN) -> list[Lead]:
        found = self._documents.find(wanted, session=self._mongo.session).sort("_id", 1)
        return [Lead.model_validate(document) async for document in found.limit(limit)]
