"""The office's list of who registered: find them, register at the gate, issue anew, revoke."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.pages import cursor, read_cursor
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.badges.actions import Registry
from services.gateway.badges.model import expect_name
from services.gateway.badges.store import Registrations
from services.gateway.pages.registering import badge_page
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

SHOWN = 50

Book = Annotated[Registry, provided(Registry)]
Known = Annotated[Registrations, provided(Registrations)]

router = page_router()


@page(router, "visitors")
async def visitors(
    visit: Visiting,
    registrations: Known,
    q: Annotated[str, Query(max_length=100)] = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    visit.caller.must_be("organiser")
    return await _list(visit, registrations, q, setelah)


async def _list(
    visit: Visit, registrations: Registrations, q: str, after: str, refusal: Refusal | None = None
) -> Response:
    behind = read_cursor(after, 1)[0] if after else None
    found = await registrations.among(visit.edition.id, q, SHOWN + 1, behind)
    return render(
        visit,
        "visitors.html",
        refusal.status if refusal else 200,
        visitors=found[:SHOWN],
        next=cursor(found[SHOWN - 1].id) if len(found) > SHOWN else None,
        total=await registrations.count(visit.edition.id),
        q=q,
        after=after,
        refusal=refusal,
    )


@page(router, "visitors", "POST")
async def register(
    visit: Visiting, request: Request, registry: Book, registrations: Known
) -> Response:
    """Register somebody who stands at the gate, by name alone."""
    visit.caller.must_be("organiser")
    try:
        name = expect_name((await fields(request)).get("nama", ""))
    except Invalid as refusal:
        return await _list(visit, registrations, "", "", refusal)
    registered, _ = await registry.at_gate(visit.edition.id, name)
    return RedirectResponse(visit.link("visitor", {"kabar": "baru"}, code=registered.id), 303)


@page(router, "visitor")
async def visitor(
    visit: Visiting, code: Code, registry: Book, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    found = await registry.get(visit.edition.id, code, visit.caller)
    return badge_page(visit, found, visit.link("visitor", code=code), kabar)


@page(router, "visitor", "POST")
async def change(visit: Visiting, request: Request, code: Code, registry: Book) -> Response:
    """Issue another badge, or revoke the one there is."""
    found = await registry.get(visit.edition.id, code, visit.caller)
    revokes = (await fields(request)).get("tindakan") == "cabut"
    await (registry.revoke(found) if revokes else registry.reissue(found))
    told = "cabut" if revokes else "ganti"
    return RedirectResponse(visit.link("visitor", {"kabar": told}, code=code), 303)
