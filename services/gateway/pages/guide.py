"""Help: what can be done here, and whom to ask."""

from fastapi import Response

from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

router = page_router()


@page(router, "help")
async def guide(visit: Visiting) -> Response:
    return render(visit, "help.html")
