"""What a page says of its thing to search engines, as linked data."""

from typing import Any

from kernel.problems import NotFound
from services.gateway.pages.visit import Visit


async def linked_data(visit: Visit, thing: str) -> dict[str, Any] | None:
    """The catalogue's own words for a thing; None for one that is not on offer."""
    try:
        return await visit.ask_edition(dict[str, Any], "catalogue", f"feed/{thing}")
    except NotFound:
        return None
