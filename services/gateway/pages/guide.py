"""Pages that need no service: help, and what is shown without a network."""

from fastapi import Response

from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

router = page_router()


@page(router, "help")
async def guide(visit: Visiting) -> Response:
    return render(visit, "help.html")


@page(router, "offline")
async def offline(visit: Visiting) -> Response:
    """What the service worker shows in place of a page that was never opened."""
    return render(visit, "offline.html")
