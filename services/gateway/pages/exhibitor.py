"""An exhibitor's page: who it is, how ready and by what, its stand, papers and products."""

import asyncio

from fastapi import Response

from kernel.problems import NotFound
from services.gateway.pages import radar
from services.gateway.pages.linking import linked_data
from services.gateway.pages.readiness_views import Portrait
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.stand import stand_qr
from services.gateway.pages.views import Exhibitor, Listing, Product
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.pages.whatsapp import can_write
from services.gateway.upstreams import ServiceAway, ServiceSlow

MARKET = "LM"
MOST_PRODUCTS = 100

router = page_router()


@page(router, "exhibitor")
async def exhibitor(visit: Visiting, code: Code) -> Response:
    found, products, linked, portrait, writes = await asyncio.gather(
        visit.ask_edition(Exhibitor, "catalogue", f"exhibitors/{code}"),
        _goods(visit, code),
        linked_data(visit, f"exhibitors/{code}"),
        _portrait(visit, code),
        can_write(visit, code),
    )
    qr, address = stand_qr(visit, found.code)
    return render(
        visit,
        "exhibitor.html",
        exhibitor=found,
        products=products,
        linked=linked,
        portrait=portrait,
        writes=writes,
        radar=radar,
        qr=qr,
        address=address,
    )


async def _goods(visit: Visit, code: str) -> Listing[Product]:
    """What it offers; nothing once the mall is shut."""
    if visit.mall_is_shut:
        return Listing[Product](items=[])
    return await visit.ask_edition(
        Listing[Product], "catalogue", "products", exhibitor=code, limit=MOST_PRODUCTS
    )


async def _portrait(visit: Visit, code: str) -> Portrait | None:
    """How ready it is; None while that cannot be had, which keeps nobody from the rest."""
    path = f"readiness/exhibitors/{code}/portrait"
    try:
        return await visit.ask_edition(Portrait, "matching", path, market=MARKET)
    except (NotFound, ServiceAway, ServiceSlow):
        return None
