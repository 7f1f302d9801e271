"""The search's HTTP door."""

from typing import Annotated

from fastapi import APIRouter, Query

from kernel.imports import Edition as EditionPath
from kernel.pages import After, Limit
from kernel.service import provided
from services.catalogue.search import actions
from services.catalogue.search.actions import Found, Suggestion
from services.catalogue.search.facets import Count
from services.catalogue.search.model import Wish
from services.catalogue.search.moments import Moments
from services.catalogue.store import Products

router = APIRouter()

P = Annotated[Products, provided(Products)]
M = Annotated[Moments, provided(Moments)]
Wished = Annotated[Wish, Query()]


class WishedPage(Wish):
    """A page of what somebody wishes for."""

    after: After = None
    limit: Limit = 20


@router.get("/v1/editions/{edition}/products")
async def list_products(
    edition: EditionPath, wish: Annotated[WishedPage, Query()], products: P, moments: M
) -> Found:
    """Listed products of an edition that fit; where none do, the nearest."""
    return await actions.find(edition, wish, wish.after, wish.limit, products, moments)


@router.get("/v1/editions/{edition}/products/facets")
async def product_facets(edition: EditionPath, wish: Wished, moments: M) -> dict[str, list[Count]]:
    """By filter, how many products each of its values would leave if all other filters stay."""
    return moments.now.facets(edition, wish)


@router.get("/v1/editions/{edition}/products/suggestions")
async def suggestions(
    edition: EditionPath,
    moments: M,
    q: Annotated[str, Query(min_length=1, max_length=100)],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> dict[str, list[Suggestion]]:
    """How a search may go on that begins as typed."""
    return {"items": actions.suggest(edition, q, limit, moments)}
