"""The office's editions: opened from a template or an earlier one after a look, and revised."""

import asyncio
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Invalid, Refusal
from services.gateway.pages.edition_forms import MOST_FIELDS, hall_rows, said, shown
from services.gateway.pages.edition_views import EditionPlan, Joined, Templates, spans
from services.gateway.pages.own_products import FORM_REFUSALS
from services.gateway.pages.references import EDITION_ID
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Edition, Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

Text = Annotated[str, Query(max_length=200)]

router = page_router()


@page(router, "editions")
async def editions(visit: Visiting, kabar: Text = "") -> Response:
    visit.caller.must_be("organiser")
    return await _list(visit, Typed({}), told=kabar)


async def _list(
    visit: Visit, typed: Typed, refusal: Refusal | None = None, told: str = ""
) -> Response:
    found, templates = await asyncio.gather(
        visit.ask(Listing[Edition], "catalogue", "/v1/editions"),
        visit.ask(Templates, "catalogue", "/v1/edition-templates"),
    )
    return render(
        visit,
        "editions.html",
        refusal.status if refusal else 200,
        editions=found.items,
        templates=templates.items,
        typed=typed,
        refusal=refusal,
        told=told,
    )


@page(router, "edition-form")
async def preview(visit: Visiting, request: Request) -> Response:
    """The edition that a template or an earlier edition would make; nothing is opened yet."""
    visit.caller.must_be("organiser")
    query = request.query_params
    typed = Typed({name: [value] for name, value in query.items()})
    if not typed.text("dari"):
        return await _list(visit, typed)
    try:
        plan = await _planned(visit, typed)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _list(visit, typed, refusal)
    return _form(visit, plan, Typed({}), source=typed.text("dari"))


async def _planned(visit: Visit, typed: Typed) -> EditionPlan:
    kind, _, source = typed.text("dari").partition(":")
    if not EDITION_ID.fullmatch(source):
        raise Invalid("Sumber itu tidak ada.", "There is no such source.", code="no-source")
    paths = {"templat": f"/v1/edition-templates/{source}/edition"}
    path = paths.get(kind, f"/v1/editions/{source}/copy")
    return await visit.ask(
        EditionPlan,
        "catalogue",
        path,
        id=typed.text("kode"),
        name=typed.text("nama"),
        name_en=typed.text("nama_en") or typed.text("nama"),
        starts=typed.text("mulai"),
    )


@page(router, "edition-form", "POST")
async def open_edition(visit: Visiting, request: Request) -> Response:
    """Open the edition that was looked at, and take in exhibitors where that was ticked."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    id_, source = typed.text("kode"), typed.text("dari")
    try:
        body = orjson.dumps(said(typed) | {"id": id_})
        await visit.send("catalogue", "/v1/editions", body)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return _form(visit, _blank(id_), typed, refusal, source=source)
    if typed.ticked("peserta") and source.startswith("edisi:"):
        await _take_in(visit, id_, source.removeprefix("edisi:"))
    return RedirectResponse(visit.link("edition", {"kabar": "dibuka"}, code=id_), 303)


def _blank(id_: str) -> EditionPlan:
    return EditionPlan.model_validate(
        {"id": id_, "name": "", "name_en": "", "starts": "2000-01-01", "ends": "2000-01-01"}
    )


@page(router, "edition")
async def edition(visit: Visiting, code: Code, kabar: Text = "") -> Response:
    visit.caller.must_be("organiser")
    return await _show(visit, code, Typed({}), told=kabar)


@page(router, "edition", "POST")
async def revise(visit: Visiting, request: Request, code: Code) -> Response:
    """Change an edition from the version that was shown."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        body = orjson.dumps(said(typed))
        seen = typed.text("versi")
        await visit.send("catalogue", f"/v1/editions/{code}", body, "PUT", seen)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, typed, refusal)
    return RedirectResponse(visit.link("edition", {"kabar": "disimpan"}, code=code), 303)


@page(router, "edition-template", "POST")
async def save_template(visit: Visiting, request: Request, code: Code) -> Response:
    """Save how an edition is held as a template."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    named = {"id": typed.text("templat"), "name": typed.text("nama_templat")}
    body = orjson.dumps(named | {"name_en": typed.text("nama_templat_en") or named["name"]})
    try:
        await visit.send("catalogue", f"/v1/editions/{code}/template", body)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, Typed({}), refusal)
    return RedirectResponse(visit.link("editions", {"kabar": "templat"}), 303)


@page(router, "edition-joining", "POST")
async def take_in(visit: Visiting, request: Request, code: Code) -> Response:
    """Take the exhibitors of an earlier edition into this one."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        if not (source := typed.text("dari")):
            raise Invalid("Pilih edisinya dulu.", "Choose the edition first.", code="no-edition")
        await _take_in(visit, code, source)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, Typed({}), refusal)
    return RedirectResponse(visit.link("edition", {"kabar": "peserta"}, code=code), 303)


async def _take_in(visit: Visit, edition: str, source: str) -> None:
    """All of them, some hundred at a time."""
    body, after = orjson.dumps({"edition": source}), ""
    while True:
        path = f"/v1/editions/{edition}/participations?after={after}"
        joined = Joined.model_validate(await visit.send("catalogue", path, body))
        if joined.next is None:
            return
        after = joined.next


async def _show(
    visit: Visit, code: str, typed: Typed, refusal: Refusal | None = None, told: str = ""
) -> Response:
    plan, others = await asyncio.gather(
        visit.ask(EditionPlan, "catalogue", f"/v1/editions/{code}"),
        visit.ask(Listing[Edition], "catalogue", "/v1/editions"),
    )
    earlier = [one for one in others.items if one.id != code and one.counts.exhibitors]
    return _form(visit, plan, typed, refusal, earlier=earlier, told=told)


def _form(
    visit: Visit,
    plan: EditionPlan,
    typed: Typed,
    refusal: Refusal | None = None,
    **more: Any,
) -> Response:
    kept = shown(plan, typed)
    return render(
        visit,
        "edition.html",
        refusal.status if refusal else 200,
        plan=kept,
        halls=hall_rows(kept),
        spans=spans,
        refusal=refusal,
        **({"earlier": [], "told": "", "source": ""} | more),
    )
