"""Addresses that lead nowhere get a page that leads back."""

from fastapi import Response

from kernel.problems import NotFound
from services.gateway.pages.route import page_router
from services.gateway.pages.visit import Visiting

router = page_router()


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
async def nowhere(visit: Visiting, path: str) -> Response:
    raise NotFound("Halaman ini tidak ada.", "There is no such page.", code="no-page")
