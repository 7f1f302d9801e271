"""An exhibitor's lasting profile, how it takes part in this edition, and its goods of before."""

import asyncio
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.consents import current_consent
from kernel.problems import Invalid, Refusal
from services.gateway.pages.edition_views import Participation, Profile
from services.gateway.pages.mistakes import NO_MISTAKES, Mistakes
from services.gateway.pages.own_products import FORM_REFUSALS, expect_exhibitor, tell
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.pages.whatsapp import own_number
from services.gateway.requests import values_of

MOST_FIELDS = 20

router = page_router()


@page(router, "own-participation")
async def own_participation(
    visit: Visiting, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    expect_exhibitor(visit)
    return await _show(visit, Typed({}), told=kabar)


@page(router, "own-participation", "POST")
async def take_part(visit: Visiting, request: Request) -> Response:
    """Say how the exhibitor takes part in this edition."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    said = {
        "attendance": typed.text("kehadiran"),
        "category": typed.text("kategori"),
        "needs_access": typed.ticked("akses"),
    }
    try:
        path = f"exhibitors/{visit.party_code}/participation"
        await tell(visit, path, said, "PUT", typed.text("versi"))
    except Refusal as refusal:
        return await _refused(visit, typed, refusal)
    return _back(visit, "disimpan")


@page(router, "own-profile", "POST")
async def revise_profile(visit: Visiting, request: Request) -> Response:
    """Change what the exhibitor says of itself, in all editions."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        before = await _participation(visit)
        await visit.send(
            "catalogue",
            f"/v1/profiles/{before.profile}",
            orjson.dumps(_said(typed)),
            "PUT",
            typed.text("versi"),
        )
    except Refusal as refusal:
        return await _refused(visit, typed, refusal)
    return _back(visit, "disimpan")


@page(router, "own-whatsapp", "POST")
async def give_number(visit: Visiting, request: Request) -> Response:
    """Give a WhatsApp number to people who are signed in, or take it back."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    path = f"whatsapp/{visit.party_code}"
    try:
        if typed.text("tindakan") == "cabut":
            await visit.send_edition(path, None, "DELETE")
        else:
            await visit.send_edition(path, _number(typed), "PUT")
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return await _show(visit, typed, wrong_number=Mistakes.of(refusal, {"number": "nomor"}))
    return _back(visit, "disimpan")


def _number(typed: Typed) -> dict[str, object]:
    """Raises Invalid without the consent."""
    if not typed.ticked("setuju"):
        raise Invalid(
            "Centang persetujuan agar nomor ini boleh ditunjukkan.",
            "Tick the consent so that this number may be shown.",
            code="no-consent",
        )
    version = current_consent("whatsapp-number").version
    return {"number": typed.text("nomor"), "consent": {"text_version": version}}


@page(router, "own-renewal", "POST")
async def offer_anew(visit: Visiting) -> Response:
    """Make drafts of what was on offer in the edition before."""
    expect_exhibitor(visit)
    try:
        await tell(visit, f"exhibitors/{visit.party_code}/products/renewal")
    except Refusal as refusal:
        return await _refused(visit, Typed({}), refusal)
    return RedirectResponse(visit.link("own-products"), 303)


def _back(visit: Visit, told: str) -> Response:
    return RedirectResponse(visit.link("own-participation", {"kabar": told}), 303)


async def _refused(visit: Visit, typed: Typed, refusal: Refusal) -> Response:
    if refusal.status not in (404, *FORM_REFUSALS):
        raise refusal
    return await _show(visit, typed, refusal)


async def _participation(visit: Visit) -> Participation:
    path = f"exhibitors/{visit.party_code}/participation"
    return await visit.ask_edition(Participation, "catalogue", path)


def _said(typed: Typed) -> dict[str, Any]:
    return {
        "name": typed.text("nama"),
        "regency": typed.text("kabupaten"),
        "description": typed.text("deskripsi"),
        "description_en": typed.text("deskripsi_en"),
        "website": typed.text("situs") or None,
    }


async def _show(
    visit: Visit,
    typed: Typed,
    refusal: Refusal | None = None,
    told: str = "",
    wrong_number: Mistakes = NO_MISTAKES,
) -> Response:
    part, number = await asyncio.gather(_participation(visit), own_number(visit))
    profile = await visit.ask(Profile, "catalogue", f"/v1/profiles/{part.profile}")
    return render(
        visit,
        "own_participation.html",
        refusal.status if refusal else wrong_number.status,
        part=part,
        number=number,
        number_consent=current_consent("whatsapp-number"),
        wrong_number=wrong_number,
        profile=profile,
        typed=typed,
        refusal=refusal,
        told=told,
    )
