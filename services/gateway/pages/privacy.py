"""One's own data: where it is, why, until when, who got one's contact; and to have it erased."""

import json
from datetime import datetime
from typing import Annotated, get_args

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from contracts.consents import consent_texts
from kernel.clock import now
from kernel.privacy.retention import Retention
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.model import Role
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.privacy.actions import LastOrganiser, Rights
from services.gateway.privacy.api import all_periods
from services.gateway.privacy.model import Erasure, no_erasure
from services.gateway.privacy.store import Erasures
from services.gateway.requests import fields

Door = Annotated[Rights, provided(Rights)]
Kept = Annotated[Erasures, provided(Erasures)]

router = page_router()


class Contact(BaseModel):
    """How one said one may be reached."""

    name: str
    mail: str
    phone: str


class Receipt(BaseModel):
    """Who got one's contact, by which text."""

    edition: str
    code: str
    exhibitor: str
    contact: Contact | None
    text_version: str
    at: datetime | None
    withdrawn_at: datetime | None


class Receipts(BaseModel):
    """All of them."""

    items: list[Receipt]


@page(router, "privacy")
async def own_data(
    visit: Visiting, rights: Door, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    return await _shown(visit, rights, told=kabar)


async def _shown(
    visit: Visit, rights: Rights, refusal: Refusal | None = None, told: str = ""
) -> Response:
    visit.caller.must_be(*get_args(Role))
    receipts = await visit.ask(Receipts, "matching", "/v1/receipts")
    rooms = await rights.gathered(visit.caller, visit.visitor.token)
    return render(
        visit,
        "privacy.html",
        refusal.status if refusal else 200,
        rooms=rooms,
        receipts=receipts.items,
        refusal=refusal,
        told=told,
    )


@page(router, "own-export")
async def export(visit: Visiting, rights: Door) -> Response:
    """All of it as JSON, to take along."""
    visit.caller.must_be(*get_args(Role))
    rooms = await rights.gathered(visit.caller, visit.visitor.token)
    receipts = await visit.ask(Receipts, "matching", "/v1/receipts")
    said = {
        "made_at": now().isoformat(),
        "rooms": {
            room: [one.model_dump(mode="json") for one in kept] for room, kept in rooms.items()
        },
        "receipts": [one.model_dump(mode="json") for one in receipts.items],
    }
    content = json.dumps(said, indent=2, ensure_ascii=False)
    headers = {"content-disposition": 'attachment; filename="data-saya.json"'}
    return Response(content, media_type="application/json", headers=headers)


@page(router, "receipt-end", "POST")
async def withdraw(visit: Visiting, code: Code, request: Request) -> Response:
    """Take a consent back."""
    visit.caller.must_be(*get_args(Role))
    edition = (await fields(request)).get("expo", "")
    if not edition.replace("-", "").isalnum():
        raise Invalid("Edisi ini tidak ada.", "There is no such edition.", code="no-edition")
    await visit.send("matching", f"/v1/editions/{edition}/receipts/{code}/withdrawal")
    return RedirectResponse(visit.link("privacy", {"kabar": "dicabut"}), 303)


@page(router, "own-erasure", "POST")
async def erase_own(visit: Visiting, request: Request, rights: Door) -> Response:
    """Erase oneself everywhere, and be signed out."""
    visit.caller.must_be(*get_args(Role))
    try:
        erasure = await rights.erase_own(visit.caller, (await fields(request)).get("surel", ""))
    except (Invalid, LastOrganiser) as refusal:
        return await _shown(visit, rights, refusal)
    return RedirectResponse(visit.link("erasure", code=erasure.id), 303)


@page(router, "erasure")
async def follow(visit: Visiting, code: Code, erasures: Kept) -> Response:
    """How far an erasure is, for whoever has its address."""
    found = await erasures.get(code)
    if found is None:
        raise no_erasure()
    return render(visit, "erasure.html", erasure=found)


@page(router, "privacy-office")
async def office(
    visit: Visiting, erasures: Kept, own: Annotated[Retention, provided(Retention)]
) -> Response:
    """Erasures and periods, for the office."""
    visit.caller.must_be("organiser", "ops")
    return render(
        visit,
        "privacy_office.html",
        erasures=await erasures.last(),
        rooms=await all_periods(visit.services, own, visit.visitor.token),
    )


@page(router, "person-erasure", "POST")
async def erase_person(visit: Visiting, code: Code, rights: Door) -> Response:
    """Erase somebody who asked the office for it."""
    visit.caller.must_be("organiser")
    erasure: Erasure = await rights.erase(code, "office")
    return RedirectResponse(visit.link("erasure", code=erasure.id), 303)


@page(router, "consents")
async def consents(visit: Visiting) -> Response:
    """Every text that people consented to, with its version and digest."""
    return render(visit, "consents.html", texts=consent_texts())
