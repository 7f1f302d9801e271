"""Matches, seen from both sides: a buyer's demands with what fits, an exhibitor's opportunities."""

import asyncio
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Forbidden
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Demand, Listing, Match
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

MOST_DEMANDS = 100
MATCHES = 20

After = Annotated[str, Query(max_length=200)]

router = page_router()


def _buyers_code(visit: Visit) -> str:
    """Whose demands are shown; the office sees everybody's. Raises Unauthenticated, Forbidden."""
    visit.caller.must_be("buyer", "broker", "organiser")
    return visit.party_code if visit.side == "buyer" else ""


@page(router, "demands")
async def demands(visit: Visiting, setelah: After = "") -> Response:
    found = await visit.ask_edition(
        Listing[Demand],
        "matching",
        "demands",
        buyer=_buyers_code(visit),
        after=setelah,
        limit=MOST_DEMANDS,
    )
    return render(visit, "demands.html", demands=found)


@page(router, "matches")
async def matches(visit: Visiting, code: Code, setelah: After = "") -> Response:
    _buyers_code(visit)
    demand, found, left_out = await asyncio.gather(
        visit.ask_edition(Demand, "matching", f"demands/{code}"),
        visit.ask_edition(
            Listing[Match], "matching", "matches", demand=code, after=setelah, limit=MATCHES
        ),
        visit.ask_edition(Listing[Match], "matching", f"demands/{code}/exclusions", limit=MATCHES),
    )
    await _note_seen(visit, code, found.items)
    return render(
        visit, "matches.html", demand=demand, matches=found, left_out=left_out, after=setelah
    )


async def _note_seen(visit: Visit, code: str, found: list[Match]) -> None:
    """Let what its buyer has been shown come after what is new, from the next day on."""
    if visit.side == "buyer" and found:
        products = [match.product_code for match in found]
        await visit.send_edition(f"demands/{code}/sightings", {"products": products})


@page(router, "standing", "POST")
async def stand(visit: Visiting, request: Request, code: Code, product: Code) -> Response:
    """The buyer has met the exhibitor, puts its product aside, or takes either back."""
    form = await fields(request)
    said = {"standing": form.get("kedudukan", ""), "why": form.get("alasan", "")}
    await visit.send_edition(f"demands/{code}/matches/{product}/standing", said, "PUT")
    return RedirectResponse(visit.link("matches", code=code), 303)


@page(router, "opportunities")
async def opportunities(visit: Visiting, setelah: After = "") -> Response:
    visit.caller.must_be("exhibitor", "assistant")
    if visit.side != "exhibitor":
        raise Forbidden(
            "Akun Anda tidak mewakili peserta, jadi tidak ada kesempatan yang dapat ditampilkan.",
            "Your account acts for no exhibitor, so there are no opportunities to show.",
        )
    found = await visit.ask_edition(
        Listing[Match],
        "matching",
        "matches",
        exhibitor=visit.party_code,
        after=setelah,
        limit=MATCHES,
    )
    return render(visit, "opportunities.html", matches=found, after=setelah)
