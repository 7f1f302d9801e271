"""Product search, and each product's page."""

import asyncio
from typing import Annotated

from fastapi import Query, Response

from services.gateway.pages.found import FoundProducts, ProductFacets, Sought, Suggestion
from services.gateway.pages.hall import CARDS, Words
from services.gateway.pages.linking import linked_data
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Capacity, Listing, Product
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.pages.whatsapp import can_write
from services.gateway.upstreams import ServiceAway, ServiceSlow

router = page_router()


@page(router, "products")
async def products(visit: Visiting, sought: Annotated[Sought, Query()]) -> Response:
    if visit.mall_is_shut:
        return render(visit, "mall_shut.html")
    chosen, after = sought.chosen, sought.setelah
    found, facets = await asyncio.gather(
        visit.ask_edition(
            FoundProducts, "catalogue", "products", **chosen, after=after, limit=CARDS
        ),
        visit.ask_edition(ProductFacets, "catalogue", "products/facets", **chosen),
    )
    return render(
        visit,
        "products.html",
        products=found,
        facets=facets,
        chosen=chosen,
        query=sought.query,
        after=after,
    )


@page(router, "suggestions")
async def suggestions(visit: Visiting, q: Words = "") -> Response:
    """How a search may go on, while it is typed."""
    found: list[Suggestion] = []
    if q.strip() and not visit.mall_is_shut:
        path = "products/suggestions"
        answer = await visit.ask_edition(Listing[Suggestion], "catalogue", path, q=q.strip())
        found = answer.items
    return render(visit, "suggestions.html", suggestions=found)


@page(router, "product")
async def product(visit: Visiting, code: Code) -> Response:
    if visit.mall_is_shut:
        return render(visit, "mall_shut.html")
    found, capacity, linked = await asyncio.gather(
        visit.ask_edition(Product, "catalogue", f"products/{code}"),
        _capacity(visit, code),
        linked_data(visit, f"products/{code}"),
    )
    writes = await can_write(visit, found.exhibitor_code)
    shown = {"product": found, "months": capacity.months, "linked": linked, "writes": writes}
    return render(visit, "product.html", **shown)


async def _capacity(visit: Visit, code: str) -> Capacity:
    """What is promised and free by month; no months while nobody can tell."""
    try:
        return await visit.ask_edition(Capacity, "catalogue", f"products/{code}/capacity")
    except (ServiceAway, ServiceSlow):
        return Capacity()
