"""What a page says of its thing to search engines, as linked data."""

from typing import Any

from kernel.problems import NotFound
from services.gateway.pages.visit import Visit
from services.gateway.upstreams import ServiceAway, ServiceSlow


async def linked_data(visit: Visit, thing: str) -> dict[str, Any] | None:
    """The catalogue's own words for a thing; None while it has none or does not answer."""
    try:
        return await visit.ask_edition(dict[str, Any], "catalogue", f"feed/{thing}")
    except (NotFound, ServiceAway, ServiceSlow):
        return None
