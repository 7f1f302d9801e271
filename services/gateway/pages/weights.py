"""How much each part of a fit weighs in this edition: tried on a demand first, then set."""

import asyncio
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Refusal
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Demand, Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.pages.weight_views import PARTS, Preview, Refit, Weighing
from services.gateway.requests import values_of

MOST_FIELDS, MOST_DEMANDS = 20, 200

router = page_router()


@page(router, "weights")
async def weights(visit: Visiting, kabar: Annotated[str, Query(max_length=20)] = "") -> Response:
    visit.caller.must_be("organiser", "assistant", "ops")
    return await _show(visit, Typed({}), told=kabar)


@page(router, "weights", "POST")
async def weigh(visit: Visiting, request: Request) -> Response:
    """Show what other weights would do to the first ten of a demand, or set them."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        shares = {part: (typed.hundredths(part, part) or 0) / 10_000 for part in PARTS}
        if typed.text("tindakan") == "simpan":
            await visit.send_edition("matches/weights", shares, "PUT", typed.text("versi"))
            return RedirectResponse(visit.link("weights", {"kabar": "disimpan"}), 303)
        tried = await _tried(visit, typed.text("kebutuhan"), shares)
    except Refusal as refusal:
        if refusal.status not in (412, 422):
            raise
        return await _show(visit, typed, refusal=refusal)
    return await _show(visit, typed, previews=tried)


async def _tried(visit: Visit, demand: str, shares: dict[str, float]) -> list[Preview]:
    query = urlencode({"demand": demand} if demand else {})
    target = f"/v1/editions/{visit.edition.id}/matches/weights/preview?{query}"
    answer = await visit.send("matching", target, orjson.dumps(shares))
    return [Preview.model_validate(one) for one in answer]


async def _show(visit: Visit, typed: Typed, **more: Any) -> Response:
    weighing, refits, demands = await asyncio.gather(
        visit.ask_edition(Weighing, "matching", "matches/weights"),
        visit.ask_edition(list[Refit], "matching", "matches/refits"),
        visit.ask_edition(Listing[Demand], "matching", "demands", limit=MOST_DEMANDS),
    )
    refusal = more.get("refusal")
    return render(
        visit,
        "weights.html",
        refusal.status if refusal else 200,
        weighing=weighing,
        refits=[refit for refit in refits if refit.why != "day"][:5],
        demands=demands.items,
        parts_of_fit=PARTS,
        typed=typed,
        **({"refusal": None, "previews": None, "told": ""} | more),
    )
