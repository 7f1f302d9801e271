"""The hall: the edition, and who takes part in it."""

import asyncio
from typing import Annotated

from fastapi import Query, Response

from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.tiles import presence, tiles
from services.gateway.pages.views import Announcement, Exhibitor, Facets, FacetValue, Listing
from services.gateway.pages.visit import Visit, Visiting

CARDS = 12
FILTERS = ("category", "regency", "attendance")

Words = Annotated[str, Query(max_length=100)]
Chosen = Annotated[str, Query(max_length=60)]

router = page_router()


@page(router, "hall")
async def hall(
    visit: Visiting,
    q: Words = "",
    kategori: Chosen = "",
    kabupaten: Chosen = "",
    kehadiran: Chosen = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    chosen = {"q": q, "category": kategori, "regency": kabupaten, "attendance": kehadiran}
    exhibitors, facets, notices = await asyncio.gather(
        visit.ask_edition(
            Listing[Exhibitor], "catalogue", "exhibitors", **chosen, after=setelah, limit=CARDS
        ),
        _facets(visit, chosen),
        visit.ask_edition(Listing[Announcement], "catalogue", "announcements"),
    )
    return render(
        visit,
        "hall.html",
        exhibitors=exhibitors,
        facets=facets,
        notices=notices.items,
        presence=presence(facets),
        tiles=tiles(facets),
        chosen=chosen,
        after=setelah,
    )


async def _facets(visit: Visit, chosen: dict[str, str]) -> Facets:
    """What each filter would give beside the others: how many there are if it alone changed."""

    async def without(name: str) -> list[FacetValue]:
        others = chosen | {name: ""}
        found = await visit.ask_edition(Facets, "catalogue", "exhibitors/facets", **others)
        values: list[FacetValue] = getattr(found, name)
        return values

    category, regency, attendance = await asyncio.gather(*map(without, FILTERS))
    return Facets(category=category, regency=regency, attendance=attendance)
