"""The HTTP door of leads; an exhibitor reaches its own alone, and the office none."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.clock import now
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.pages import After, Limit, Page
from kernel.paths import Segment
from kernel.service import provided
from services.matching.leads.actions import Prospects
from services.matching.leads.model import (
    Consent,
    Contact,
    Lead,
    LeadForm,
    NotesForm,
    RequestForm,
    Touch,
)
from services.matching.leads.store import Leads
from services.matching.ownership import expect_exhibitor

router = APIRouter(prefix="/v1/editions/{edition}/leads")

P = Annotated[Prospects, provided(Prospects)]
RequestState = Literal["waiting", "answered", "missed"]


class LeadAnswer(BaseModel):
    """A lead; contact details are there with a consent alone."""

    code: str
    channels: tuple[Touch, ...]
    first_seen: datetime
    last_seen: datetime
    consent: Consent | None
    contact: Contact | None
    message: str
    request: RequestState | None
    notes: str
    rating: int | None
    version: int


class OwnRequestAnswer(BaseModel):
    """What became of a person's own request."""

    exhibitor: str
    request: RequestState
    asked_at: datetime


def _answer(lead: Lead) -> LeadAnswer:
    return LeadAnswer(
        code=lead.code,
        channels=lead.touches,
        first_seen=min(touch.first_seen for touch in lead.touches),
        last_seen=lead.last_seen,
        consent=lead.consent,
        contact=lead.contact if lead.consent else None,
        message=lead.request.message if lead.request else "",
        request=lead.request.state(now()) if lead.request else None,
        notes=lead.notes,
        rating=lead.rating,
        version=lead.version,
    )


def _own(lead: Lead) -> OwnRequestAnswer:
    return OwnRequestAnswer(
        exhibitor=lead.exhibitor,
        request=lead.asked.state(now()),
        asked_at=lead.asked.asked_at,
    )


@router.post("", status_code=201)
async def note_lead(edition: Edition, form: LeadForm, caller: Asking, prospects: P) -> LeadAnswer:
    """Take in what an exhibitor's device noted, once however often it is sent."""
    return _answer(await prospects.note(edition, form, caller))


@router.get("")
async def list_leads(
    edition: Edition,
    caller: Asking,
    leads: Annotated[Leads, provided(Leads)],
    after: After = None,
    limit: Limit = 50,
) -> Page[LeadAnswer]:
    """An exhibitor's leads, the last seen first."""
    expect_exhibitor(caller, edition)
    items, further = await leads.of_exhibitor(edition, caller.party, after, limit)
    return Page(items=[_answer(lead) for lead in items], next=further)


@router.post("/requests", status_code=201)
async def ask_for_contact(
    edition: Edition, form: RequestForm, caller: Asking, prospects: P
) -> OwnRequestAnswer:
    """Ask an exhibitor to be contacted."""
    return _own(await prospects.ask(edition, form, caller))


@router.get("/requests/{exhibitor}")
async def own_request(
    edition: Edition, exhibitor: Segment, caller: Asking, prospects: P
) -> OwnRequestAnswer:
    """What became of one's own request."""
    return _own(await prospects.own_request(edition, exhibitor, caller))


@router.get("/{code}")
async def get_lead(
    edition: Edition, code: Segment, caller: Asking, response: Response, prospects: P
) -> LeadAnswer:
    """One lead, with its version as ETag."""
    lead = await prospects.own(edition, code, caller)
    tag(response, lead.version)
    return _answer(lead)


@router.put("/{code}")
async def rate_lead(
    edition: Edition,
    code: Segment,
    form: NotesForm,
    seen: SeenVersion,
    caller: Asking,
    prospects: P,
) -> LeadAnswer:
    """Write down what the exhibitor thinks of a lead."""
    return _answer(await prospects.rate(edition, code, form, seen, caller))


@router.post("/{code}/answer")
async def answer_request(
    edition: Edition, code: Segment, caller: Asking, prospects: P
) -> LeadAnswer:
    """Say that the person has been contacted."""
    return _answer(await prospects.answer(edition, code, caller))
