"""Verbs of the hand-off: give a number, take it back, hand somebody over to it."""

from dataclasses import dataclass

from contracts.consents import consent_text
from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import Forbidden, Invalid, NotFound
from services.matching.leads.actions import Prospects
from services.matching.leads.model import Consent, ConsentForm, Lead
from services.matching.ownership import BUYING, expect_exhibitor
from services.matching.whatsapp.model import HandoffForm, NumberForm, OwnNumber
from services.matching.whatsapp.store import Numbers

ASKING = (*BUYING, "visitor")


@dataclass(frozen=True)
class Handoffs:
    """Numbers and who is handed over to them."""

    numbers: Numbers
    prospects: Prospects

    async def give(self, edition: str, code: str, form: NumberForm, caller: Caller) -> OwnNumber:
        """Let signed-in visitors and buyers have a number. Raises Forbidden, Invalid."""
        _expect_own(edition, code, caller)
        _expect_shown("whatsapp-number", form.consent)
        await self.prospects.expect_remembered(f"account:{caller.account}")
        given = OwnNumber(
            exhibitor=caller.party,
            edition=edition,
            number=form.number,
            consent=Consent(text_version=form.consent.text_version, at=now()),
            by=caller.account,
            changed_at=now(),
        )
        await self.numbers.save(given)
        return given

    async def own(self, edition: str, code: str, caller: Caller) -> OwnNumber:
        """The number that one's own exhibitor gives. Raises Forbidden, NotFound."""
        _expect_own(edition, code, caller)
        return await self._of(caller.party)

    async def take_back(self, edition: str, code: str, caller: Caller) -> None:
        """Give the number to nobody any more. Raises Forbidden."""
        _expect_own(edition, code, caller)
        await self.numbers.remove(caller.party)

    async def is_offered(self, edition: str, code: str, caller: Caller) -> bool:
        """Whether somebody who is signed in may ask for the number."""
        caller.must_be(*ASKING)
        return await self.numbers.of(f"exhibitor:{edition}:{code}") is not None

    async def hand_over(
        self, edition: str, code: str, form: HandoffForm, caller: Caller
    ) -> tuple[OwnNumber, Lead]:
        """The number, once the exhibitor's lead knows who asked. Raises Forbidden, NotFound."""
        caller.must_be(*ASKING)
        _expect_shown("whatsapp", form.consent)
        number = await self._of(f"exhibitor:{edition}:{code}")
        lead = await self.prospects.hand_over(edition, number.exhibitor, form.consent, caller)
        return number, lead

    async def _of(self, exhibitor: str) -> OwnNumber:
        found = await self.numbers.of(exhibitor)
        if found is None:
            raise NotFound(
                "Peserta ini tidak memberi nomor WhatsApp.",
                "This exhibitor gives no WhatsApp number.",
                code="no-number",
            )
        return found


def _expect_own(edition: str, code: str, caller: Caller) -> None:
    if expect_exhibitor(caller, edition) != code:
        raise Forbidden(
            "Ini milik peserta lain.", "This belongs to another exhibitor.", code="not-yours"
        )


def _expect_shown(purpose: str, consent: ConsentForm) -> None:
    """Raises Invalid for a consent to a text that nobody was ever shown."""
    if consent_text(purpose, consent.text_version) is None:
        raise Invalid(
            "Versi teks persetujuan ini tidak ada.",
            "There is no such version of the consent's text.",
            code="no-consent-text",
        )
