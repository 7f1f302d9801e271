"""The HTTP door of the feed; everything here is public."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from kernel.clock import now
from kernel.imports import Edition
from kernel.pages import After, Limit
from kernel.service import provided
from services.catalogue.editions.store import Editions
from services.catalogue.feed.model import CONTEXT, Linked, exhibitor_linked, product_linked
from services.catalogue.store import Exhibitors, Products

router = APIRouter(tags=["feed"])

P = Annotated[Products, provided(Products)]
E = Annotated[Editions, provided(Editions)]
X = Annotated[Exhibitors, provided(Exhibitors)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]

KEPT = "public, max-age=60"


class LinkedData(JSONResponse):
    """JSON-LD, which caches may keep for a minute."""

    media_type = "application/ld+json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps({"@context": CONTEXT, **content})


@router.get("/v1/editions/{edition}/feed", response_class=LinkedData)
async def feed(
    edition: Edition, editions: E, products: P, after: After = None, limit: Limit = 50
) -> Response:
    """Goods on offer, by id; the header `Link` leads on (`rel="next"`)."""
    await editions.get(edition)
    query = {"edition": edition, "status": "listed"}
    found, further = await products.page(query, after, limit)
    today = now().date()
    elements = [{"@type": "DataFeedItem", "item": product_linked(one, today)} for one in found]
    headers = {"cache-control": KEPT}
    if further:
        here = f"/api/v1/editions/{edition}/feed?after={further}&limit={limit}"
        headers["link"] = f'<{here}>; rel="next"'
    return LinkedData({"@type": "DataFeed", "dataFeedElement": elements}, headers=headers)


@router.get("/v1/editions/{edition}/feed/products/{code}", response_class=LinkedData)
async def product_feed(edition: Edition, code: Code, products: P) -> Response:
    """One product on offer."""
    product = await products.get(edition, code)
    if product.status != "listed":
        raise products.not_found(edition, code)
    return _kept(product_linked(product, now().date()))


@router.get("/v1/editions/{edition}/feed/exhibitors/{code}", response_class=LinkedData)
async def exhibitor_feed(edition: Edition, code: Code, exhibitors: X) -> Response:
    """One exhibitor."""
    return _kept(exhibitor_linked(await exhibitors.get(edition, code)))


def _kept(linked: Linked) -> Response:
    return LinkedData(linked, headers={"cache-control": KEPT})
