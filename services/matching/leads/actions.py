"""What makes a lead, and what its exhibitor does with it."""

from collections.abc import Callable
from datetime import datetime

from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.mongo import Mongo
from kernel.privacy.forgotten import ForgottenPeople
from kernel.problems import NotFound
from services.matching.acquaintance import Acquaintances
from services.matching.editions import Editions
from services.matching.leads.bearers import Bearers
from services.matching.leads.model import (
    Channel,
    ConsentForm,
    Contact,
    Lead,
    LeadForm,
    NotesForm,
    RequestForm,
    lead_code,
)
from services.matching.leads.store import Leads
from services.matching.ownership import BUYING, expect_exhibitor
from services.matching.store import Offers


class Prospects:
    """Leads, each change one transaction with the fact that tells of it."""

    def __init__(
        self,
        mongo: Mongo,
        editions: Editions,
        offers: Offers,
        leads: Leads,
        acquaintances: Acquaintances,
        bearers: Bearers,
        forgotten: ForgottenPeople,
    ) -> None:
        self._mongo, self._editions, self._offers = mongo, editions, offers
        self._leads, self._acquaintances = leads, acquaintances
        self._bearers, self._forgotten = bearers, forgotten

    async def note(self, edition: str, form: LeadForm, caller: Caller) -> Lead:
        """Take in what an exhibitor's device noted; the same note again changes nothing."""
        expect_exhibitor(caller, edition)
        key = f"{edition}|{caller.party}|{form.device}|{form.sequence}"

        async def work() -> Lead:
            person = await self._bearers.behind(form.person)
            await self.expect_remembered(person)
            lead = await self._between(edition, caller.party, person)
            if not await self._leads.is_new(key) and lead.version:
                return lead
            seen_at = min(form.seen_at, now())
            after = lead.touched(form.channel, seen_at)
            after = after.agreed(form.consent, form.contact, seen_at)
            await self._keep(after, form.channel)
            return after

        return await self._mongo.transaction(work)

    async def ask(self, edition: str, form: RequestForm, caller: Caller) -> Lead:
        """Somebody who looks around or buys asks an exhibitor to be contacted."""
        caller.must_be(*BUYING, "visitor")
        await self._editions.expect(edition)
        if await self._offers.of_exhibitor(edition, form.exhibitor_code) is None:
            raise NotFound(
                f"Peserta “{form.exhibitor_code}” tidak ada atau belum menawarkan apa pun.",
                f"There is no exhibitor “{form.exhibitor_code}”, or it offers nothing yet.",
                code="no-exhibitor",
            )
        exhibitor = f"exhibitor:{edition}:{form.exhibitor_code}"

        async def work() -> Lead:
            await self.expect_remembered(f"account:{caller.account}")
            lead, moment = await self._between(edition, exhibitor, _person(caller)), now()
            after = lead.touched("request", moment).asking(form.message, moment)
            contact = form.contact.model_copy(update={"name": form.contact.name or caller.name})
            after = after.agreed(form.consent, contact, moment).model_copy(
                update={"by": caller.account}
            )
            await self._keep(after, "request")
            return after

        return await self._mongo.transaction(work)

    async def hand_over(
        self, edition: str, exhibitor: str, consent: ConsentForm, caller: Caller
    ) -> Lead:
        """Somebody is handed over to WhatsApp; a contact that was agreed to before stays."""

        async def work() -> Lead:
            await self.expect_remembered(f"account:{caller.account}")
            lead, moment = await self._between(edition, exhibitor, _person(caller)), now()
            after = lead.touched("whatsapp", moment)
            if lead.consent is None:
                after = after.agreed(consent, Contact(name=caller.name), moment)
            after = after.model_copy(update={"by": caller.account})
            await self._keep(after, "whatsapp")
            return after

        return await self._mongo.transaction(work)

    async def _keep(self, lead: Lead, channel: Channel) -> None:
        """Save a lead; matches of a buyer who has come together with the exhibitor follow."""
        await self._leads.save([lead])
        if lead.person.startswith("buyer:"):
            await self._acquaintances.note(lead.person, lead.exhibitor, channel)

    async def expect_remembered(self, person: str) -> None:
        """Raises NotFound for an account that was erased, however late its note comes."""
        if await self._forgotten.among([person.removeprefix("account:")]):
            raise NotFound(
                "Orang ini telah menghapus datanya; catatan tentangnya tidak disimpan.",
                "This person has had their data erased; no note of them is kept.",
                code="person-erased",
            )

    async def _between(self, edition: str, exhibitor: str, person: str) -> Lead:
        fresh = Lead.between(edition, exhibitor, person)
        return (await self._leads.with_ids([fresh.id])).get(fresh.id, fresh)

    async def own_request(self, edition: str, exhibitor_code: str, caller: Caller) -> Lead:
        """The lead that the caller's own request made. Raises NotFound when there is none."""
        caller.must_be(*BUYING, "visitor")
        exhibitor = f"exhibitor:{edition}:{exhibitor_code}"
        return await self._leads.get(edition, lead_code(exhibitor, _person(caller)))

    async def rate(
        self, edition: str, code: str, form: NotesForm, seen: int, caller: Caller
    ) -> Lead:
        """Write down what the exhibitor thinks, from the version that it saw."""

        def noted(lead: Lead, _moment: datetime) -> Lead:
            expect_version(lead.version, seen)
            return lead.noted(form)

        return await self._change(edition, code, caller, noted)

    async def answer(self, edition: str, code: str, caller: Caller) -> Lead:
        """Say that the person has been contacted."""
        return await self._change(edition, code, caller, lambda lead, moment: lead.answered(moment))

    async def _change(
        self, edition: str, code: str, caller: Caller, change: Callable[[Lead, datetime], Lead]
    ) -> Lead:
        async def work() -> Lead:
            after = change(await self.own(edition, code, caller), now())
            await self._leads.save([after])
            return after

        return await self._mongo.transaction(work)

    async def own(self, edition: str, code: str, caller: Caller) -> Lead:
        """A lead of the caller's exhibitor. Raises NotFound for others'."""
        expect_exhibitor(caller, edition)
        lead = await self._leads.get(edition, code)
        if lead.exhibitor != caller.party:
            raise NotFound(
                f"“{code}” tidak ada dalam edisi {edition}.",
                f"There is no “{code}” in edition {edition}.",
                code="no-lead",
            )
        return lead


def _person(caller: Caller) -> str:
    """Who somebody is to an exhibitor: the buyer they act for, else themselves."""
    return caller.party if caller.role in BUYING and caller.party else f"account:{caller.account}"
