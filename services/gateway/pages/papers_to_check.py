"""What the office has to check: each paper beside its file, with two ways to go."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Refusal
from services.gateway.pages.own_papers import PaperId, ShelfName
from services.gateway.pages.own_products import FORM_REFUSALS, tell
from services.gateway.pages.own_views import OwnPaper
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

HOLDERS = 20

router = page_router()


@page(router, "papers-to-check")
async def to_check(
    visit: Visiting,
    semua: Annotated[str, Query(max_length=3)] = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    visit.caller.must_be("organiser")
    return await _list(visit, semua, setelah, told=kabar)


@page(router, "paper-verdict", "POST")
async def judge(
    visit: Visiting, request: Request, shelf: ShelfName, code: Code, paper: PaperId
) -> Response:
    """Say that a paper is checked, or reject it with a reason."""
    visit.caller.must_be("organiser")
    form = await fields(request)
    state = "checked" if form.get("hasil") == "sesuai" else "rejected"
    said = {"state": state, "reason": form.get("alasan", "") if state == "rejected" else ""}
    try:
        path = f"{shelf}/{code}/papers/{paper}/review"
        await tell(visit, path, said, seen=form.get("versi", ""))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _list(visit, form.get("semua", ""), "", refusal)
    query = {"kabar": "diperiksa", "semua": form.get("semua", "")}
    return RedirectResponse(visit.link("papers-to-check", query), 303)


async def _list(
    visit: Visit, everything: str, after: str, refusal: Refusal | None = None, told: str = ""
) -> Response:
    papers = await visit.ask_edition(
        Listing[OwnPaper],
        "catalogue",
        "papers",
        state="declared",
        has_file="" if everything else "true",
        after=after,
        limit=HOLDERS,
    )
    return render(
        visit,
        "papers_to_check.html",
        refusal.status if refusal else 200,
        papers=papers,
        everything=everything,
        after=after,
        refusal=refusal,
        told=told,
    )
