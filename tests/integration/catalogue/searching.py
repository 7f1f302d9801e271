"""Waiting until the search has taken in what was saved."""

from services.catalogue.search.model import Wish
from services.catalogue.search.moments import Moments
from tests.rooms import Room
from tests.waiting import until


async def findable(catalogue: Room, edition: str, products: int) -> None:
    """Wait until the search knows so many products of an edition."""
    moments = catalogue.provided(Moments)

    async def are_found() -> bool:
        return moments.now.count(edition, Wish()) == products

    await until(are_found)
