"""Leads: whom an exhibitor met or heard from; and the door at which people ask to be contacted."""

import asyncio
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.consents import current_consent
from kernel.problems import Invalid, NotFound, Refusal
from services.gateway.pages.deal_views import Lead, OwnRequest
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Exhibitor, Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

ASKING = ("buyer", "broker", "visitor")
MOST_FIELDS = 20

After = Annotated[str, Query(max_length=200)]

router = page_router()


@page(router, "leads")
async def leads(visit: Visiting, setelah: After = "") -> Response:
    visit.caller.must_be("exhibitor", "assistant")
    found = await visit.ask_edition(Listing[Lead], "matching", "leads", after=setelah)
    return render(visit, "leads.html", leads=found, after=setelah, refusal=None)


@page(router, "lead", "POST")
async def note(visit: Visiting, request: Request, code: Code) -> Response:
    """Write down what one thinks of a lead, or that the person has been contacted."""
    visit.caller.must_be("exhibitor", "assistant")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        if typed.ticked("dijawab"):
            await visit.send_edition(f"leads/{code}/answer")
        else:
            said = {"notes": typed.text("catatan"), "rating": typed.number("nilai", "Nilai")}
            await visit.send_edition(f"leads/{code}", said, "PUT", typed.text("versi"))
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        found = await visit.ask_edition(Listing[Lead], "matching", "leads")
        return render(visit, "leads.html", refusal.status, leads=found, after="", refusal=refusal)
    return RedirectResponse(visit.link("leads"), 303)


@page(router, "contact")
async def contact(visit: Visiting, code: Code) -> Response:
    """A form to ask an exhibitor to be contacted, and what became of the last one."""
    visit.caller.must_be(*ASKING)
    return await _form(visit, code, Typed({}))


async def _form(visit: Visit, code: str, typed: Typed, refusal: Refusal | None = None) -> Response:
    exhibitor, asked = await asyncio.gather(
        visit.ask_edition(Exhibitor, "catalogue", f"exhibitors/{code}"), _asked(visit, code)
    )
    return render(
        visit,
        "contact.html",
        refusal.status if refusal else 200,
        exhibitor=exhibitor,
        asked=asked,
        typed=typed,
        consent=current_consent("contact"),
        refusal=refusal,
    )


async def _asked(visit: Visit, code: str) -> OwnRequest | None:
    try:
        return await visit.ask_edition(OwnRequest, "matching", f"leads/requests/{code}")
    except NotFound:
        return None


@page(router, "contact", "POST")
async def ask(visit: Visiting, request: Request, code: Code) -> Response:
    """The visitor asks to be contacted; without consent nothing is passed on."""
    visit.caller.must_be(*ASKING)
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        if not typed.ticked("setuju"):
            raise Invalid(
                "Centang persetujuan agar peserta boleh menghubungi Anda.",
                "Tick the consent so that the exhibitor may contact you.",
                code="no-consent",
            )
        if not typed.text("telepon") and not typed.text("surel"):
            raise Invalid(
                "Isi telepon atau surel.", "Fill in a phone number or e-mail.", code="no-contact"
            )
        await visit.send_edition("leads/requests", _wish(code, typed))
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        return await _form(visit, code, typed, refusal)
    return RedirectResponse(visit.link("contact", code=code), 303)


def _wish(code: str, typed: Typed) -> dict[str, object]:
    return {
        "exhibitor_code": code,
        "message": typed.text("pesan"),
        "consent": {"text_version": current_consent("contact").version},
        "contact": {
            "name": typed.text("nama"),
            "phone": typed.text("telepon"),
            "mail": typed.text("surel"),
        },
    }
