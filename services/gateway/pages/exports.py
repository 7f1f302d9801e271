"""Everything to take away: for the office of the edition, for an exhibitor its own."""

from typing import Annotated, Literal

from fastapi import Path, Response

from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

Kind = Literal["exhibitors", "products", "papers"]
Format = Literal["csv", "xlsx", "json"]

router = page_router()


@page(router, "export")
async def export(
    visit: Visiting, kind: Annotated[Kind, Path()], form: Annotated[Format, Path()]
) -> Response:
    """A file that spreadsheets open and imports understand."""
    visit.caller.must_be("organiser", "exhibitor", "assistant")
    return await visit.download("catalogue", f"exports/{kind}.{form}")
