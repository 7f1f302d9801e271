"""Product search, and each product's page."""

import asyncio
from typing import Annotated

from fastapi import Query, Response

from services.gateway.pages.hall import CARDS, Chosen, Words
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Facets, Listing, Product
from services.gateway.pages.visit import Visiting

router = page_router()


@page(router, "products")
async def products(
    visit: Visiting,
    q: Words = "",
    kategori: Chosen = "",
    kabupaten: Chosen = "",
    kehadiran: Chosen = "",
    dokumen: Chosen = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    chosen = {
        "q": q,
        "category": kategori,
        "regency": kabupaten,
        "attendance": kehadiran,
        "paper": dokumen,
    }
    found, facets = await asyncio.gather(
        visit.ask_edition(
            Listing[Product], "catalogue", "products", **chosen, after=setelah, limit=CARDS
        ),
        visit.ask_edition(Facets, "catalogue", "products/facets", **chosen),
    )
    return render(
        visit, "products.html", products=found, facets=facets, chosen=chosen, after=setelah
    )


@page(router, "product")
async def product(visit: Visiting, code: Code) -> Response:
    found = await visit.ask_edition(Product, "catalogue", f"products/{code}")
    return render(visit, "product.html", product=found)
