"""The plan of the floor for everybody, and the office's: by the rule, by hand, undone."""

import asyncio
import re
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Invalid, Refusal
from services.gateway.pages.edition_views import Floor, Proposal, Seating
from services.gateway.pages.own_products import FORM_REFUSALS
from services.gateway.pages.rendering import render
from services.gateway.pages.route import CODE, Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

Chosen = Annotated[str, Query(max_length=40)]

router = page_router()


@page(router, "floor")
async def floor(visit: Visiting) -> Response:
    found = await visit.ask_edition(Floor, "catalogue", "stands")
    return render(visit, "floor.html", floor=found)


@page(router, "seating")
async def seating(
    visit: Visiting, stan: Chosen = "", peserta: Chosen = "", kabar: Chosen = ""
) -> Response:
    """Who stands where; a stand or an exhibitor that is chosen stands in the form already."""
    visit.caller.must_be("organiser")
    return await _show(visit, {"stan": stan, "peserta": peserta}, told=kabar)


@page(router, "seating", "POST")
async def move(visit: Visiting, request: Request) -> Response:
    """Put somebody at a stand, or clear it."""
    visit.caller.must_be("organiser")
    form = await fields(request)
    stand, code = form.get("stan", ""), form.get("peserta", "")
    try:
        await _move(visit, stand, code, form)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, {"stan": stand, "peserta": code}, refusal)
    told = "kosong" if form.get("tindakan") == "kosongkan" else "pindah"
    return RedirectResponse(f"{visit.link('seating', {'kabar': told})}#stan-{stand}", 303)


async def _move(visit: Visit, stand: str, code: str, form: dict[str, str]) -> None:
    clears = form.get("tindakan") == "kosongkan"
    if not stand or not (code or clears):
        raise Invalid(
            "Pilih peserta dan stannya dulu.",
            "Choose the exhibitor and the stand first.",
            code="nothing-chosen",
        )
    _expect_codes(stand, *([] if clears else [code]))
    path = f"/v1/editions/{visit.edition.id}/stands/{stand}/exhibitor"
    body = None if clears else orjson.dumps({"exhibitor": code})
    method = "DELETE" if clears else "PUT"
    await visit.send("catalogue", path, body, method, form.get("versi", ""))


def _expect_codes(*codes: str) -> None:
    """Raises Invalid for what cannot go into an address as it is."""
    if not all(re.fullmatch(CODE, code) for code in codes):
        raise Invalid("Kode itu tidak dikenal.", "That code is not known.", code="unknown-code")


@page(router, "seating-proposal")
async def proposal(visit: Visiting, semua: Chosen = "") -> Response:
    """What the rule would do, before it does it."""
    visit.caller.must_be("organiser")
    return await _propose(visit, bool(semua))


@page(router, "seating-proposal", "POST")
async def assign(visit: Visiting, request: Request) -> Response:
    """Do what was proposed."""
    visit.caller.must_be("organiser")
    form = await fields(request)
    anew = bool(form.get("semua"))
    target = f"/v1/editions/{visit.edition.id}/stands/assignment?anew={str(anew).lower()}"
    try:
        await visit.send("catalogue", target, seen=form.get("versi", ""))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _propose(visit, anew, refusal)
    return RedirectResponse(visit.link("seating", {"kabar": "dibagi"}), 303)


@page(router, "seating-undo", "POST")
async def undo(visit: Visiting, code: Code) -> Response:
    """Take a placement back."""
    visit.caller.must_be("organiser")
    path = f"/v1/editions/{visit.edition.id}/stands/placements/{code}/reversal"
    try:
        await visit.send("catalogue", path)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, {"stan": "", "peserta": ""}, refusal)
    return RedirectResponse(visit.link("seating", {"kabar": "batal"}), 303)


async def _propose(visit: Visit, anew: bool, refusal: Refusal | None = None) -> Response:
    proposed = await visit.ask_edition(
        Proposal, "catalogue", "stands/proposal", anew=str(anew).lower()
    )
    return render(
        visit,
        "seating_proposal.html",
        refusal.status if refusal else 200,
        proposal=proposed,
        anew=anew,
        refusal=refusal,
    )


async def _show(
    visit: Visit, chosen: dict[str, str], refusal: Refusal | None = None, told: str = ""
) -> Response:
    floor, seating = await asyncio.gather(
        visit.ask_edition(Floor, "catalogue", "stands"),
        visit.ask_edition(Seating, "catalogue", "stands/seating"),
    )
    return render(
        visit,
        "seating.html",
        refusal.status if refusal else 200,
        floor=floor,
        seating=seating,
        chosen=chosen | _occupant(floor, chosen),
        refusal=refusal,
        told=told,
    )


def _occupant(floor: Floor, chosen: dict[str, str]) -> dict[str, Any]:
    """Whoever has the stand that was chosen, where nobody else was."""
    if not chosen["stan"] or chosen["peserta"]:
        return {}
    there = {stand.code: stand.exhibitor for stand in floor.stands}
    found = there.get(chosen["stan"])
    return {"peserta": found.code} if found else {}
