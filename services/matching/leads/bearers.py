"""Whose badge it is: what was noted of a badge becomes its bearer's, whichever comes first."""

from pymongo import ReturnDocument

from kernel.mongo import Mongo
from kernel.privacy.forgotten import ForgottenPeople
from services.matching.acquaintance import Acquaintances
from services.matching.leads.model import Lead
from services.matching.leads.store import Leads


class Bearers:
    """Who stands behind badges that stands scanned; ids alone, each badge one document."""

    def __init__(
        self,
        mongo: Mongo,
        leads: Leads,
        acquaintances: Acquaintances,
        forgotten: ForgottenPeople,
    ) -> None:
        self._mongo, self._badges = mongo, mongo["lead_badges"]
        self._leads, self._acquaintances, self._forgotten = leads, acquaintances, forgotten

    async def behind(self, person: str) -> str:
        """The bearer of a badge, or the person as given; in the transaction at hand.

        The badge is written, so that of a note and a binding at once MongoDB repeats one.
        """
        if not person.startswith("badge:"):
            return person
        found = await self._badges.find_one_and_update(
            {"_id": person},
            {"$inc": {"noted": 1}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self._mongo.session,
        )
        return str(found.get("bearer", person))

    async def bind(self, badge: str, bearer: str) -> None:
        """Let all leads of a badge be its bearer's; in the transaction at hand."""
        await self._badges.update_one(
            {"_id": badge}, {"$set": {"bearer": bearer}}, upsert=True, session=self._mongo.session
        )
        before = await self._leads.of_person(badge)
        if not await self._forgotten.among([bearer.removeprefix("account:")]):
            for lead in before:
                await self._join(lead, bearer)
        await self._leads.remove(before)

    async def _join(self, lead: Lead, bearer: str) -> None:
        own = Lead.between(lead.edition, lead.exhibitor, bearer)
        own = (await self._leads.with_ids([own.id])).get(own.id, own)
        await self._leads.save([own.joined(lead)])
        if bearer.startswith("buyer:"):
            for touch in lead.touches:
                await self._acquaintances.note(bearer, lead.exhibitor, touch.channel)
