"""Receipts: who got whose contact, by which text, since when; and how a consent is withdrawn."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from contracts.consents import consent_text
from kernel.callers import Asking, Caller
from kernel.clock import now
from kernel.imports import Edition
from kernel.mongo import Mongo
from kernel.paths import Segment
from kernel.problems import NotFound, Unauthenticated
from kernel.service import provided
from services.matching.leads.model import Contact, Lead
from services.matching.leads.store import Leads
from services.matching.privacy.store import Acquainted

router = APIRouter(prefix="/v1", tags=["receipts"])

Known = Annotated[Acquainted, provided(Acquainted)]


class Receipt(BaseModel):
    """That an exhibitor got somebody's contact by their consent, until they withdraw it."""

    edition: str
    code: str
    exhibitor: str
    contact: Contact | None
    text_version: str
    text: str
    text_en: str
    at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, lead: Lead) -> "Receipt":
        version = lead.consent.text_version if lead.consent else ""
        text = consent_text("contact", version) or consent_text("whatsapp", version)
        return cls(
            edition=lead.edition,
            code=lead.code,
            exhibitor=lead.exhibitor,
            contact=lead.contact,
            text_version=version,
            text=text.text if text else "",
            text_en=text.text_en if text else "",
            at=lead.consent.at if lead.consent else None,
            withdrawn_at=lead.withdrawn_at,
        )


class Receipts(BaseModel):
    """All receipts of one person, of every edition."""

    items: list[Receipt]


@router.get("/receipts")
async def list_receipts(caller: Asking, known: Known) -> Receipts:
    """Which exhibitors got the caller's contact."""
    _expect_account(caller)
    leads = await known.leads_of(caller)
    return Receipts(items=[Receipt.of(one) for one in leads if one.consent or one.withdrawn_at])


@router.post("/editions/{edition}/receipts/{code}/withdrawal")
async def withdraw_consent(
    edition: Edition,
    code: Segment,
    caller: Asking,
    known: Known,
    leads: Annotated[Leads, provided(Leads)],
    mongo: Annotated[Mongo, provided(Mongo)],
) -> Receipt:
    """Withdraw a consent: the exhibitor sees the contact and the message no more."""
    _expect_account(caller)

    async def work() -> Lead:
        own = {(lead.edition, lead.code): lead for lead in await known.leads_of(caller)}
        if (edition, code) not in own:
            raise NotFound(
                "Tidak ada persetujuan Anda dengan kode ini.",
                "You have no consent with this code.",
                code="no-receipt",
            )
        after = own[edition, code].withdrawn(now())
        await leads.save([after])
        return after

    return Receipt.of(await mongo.transaction(work))


def _expect_account(caller: Caller) -> None:
    if not caller.is_person:
        raise Unauthenticated("Silakan masuk terlebih dahulu.", "Please sign in first.")
