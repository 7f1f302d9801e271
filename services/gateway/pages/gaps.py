"""What products beside each other lack for a demand, asked of matching in one question."""

from collections.abc import Sequence

from services.gateway.pages.readiness_views import Gaps
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit

MOST_PRODUCTS = 200


async def gaps_beside(visit: Visit, demand: str, products: Sequence[str]) -> dict[str, Gaps]:
    """By the products' codes; products that are gone are missing."""
    if not products:
        return {}
    found = await visit.ask_edition(
        Listing[Gaps],
        "matching",
        f"readiness/demands/{demand}/gaps",
        product=list(products[:MOST_PRODUCTS]),
    )
    return {gaps.product_code: gaps for gaps in found.items}
