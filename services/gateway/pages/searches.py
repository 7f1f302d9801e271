"""Searches that a party keeps: what they look for, and no longer."""

from collections.abc import Mapping

import orjson
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Listing, View
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

WHO = ("buyer", "broker", "exhibitor", "assistant")
IN_THE_ADDRESS = {
    "q": "q",
    "category": "kategori",
    "regency": "kabupaten",
    "attendance": "kehadiran",
    "paper": "dokumen",
    "paper_checked": "dicek",
    "price_max": "harga",
    "moq_max": "pesanan",
    "capacity_min": "kapasitas",
}
"""What the page of products calls each part of a wish."""

router = page_router()


class KeptSearch(View):
    """A search and what it looks for, in the words of the catalogue."""

    id: str
    name: str
    wish: Mapping[str, str | int | None]

    @property
    def query(self) -> dict[str, str]:
        """The same search as the page of products is asked."""
        said = {IN_THE_ADDRESS[name]: self.wish.get(name) for name in IN_THE_ADDRESS}
        return {name: str(value) for name, value in said.items() if value not in (None, "")}


@page(router, "searches")
async def searches(visit: Visiting) -> Response:
    visit.caller.must_be(*WHO)
    kept = await visit.ask_edition(Listing[KeptSearch], "catalogue", "searches")
    return render(visit, "searches.html", searches=kept.items)


@page(router, "searches", "POST")
async def keep(visit: Visiting, request: Request) -> Response:
    """Keep what the page of products shows."""
    visit.caller.must_be(*WHO)
    typed = await fields(request)
    wish = {name: typed[field] for name, field in IN_THE_ADDRESS.items() if typed.get(field)}
    said = {"name": typed.get("nama", ""), "wish": wish}
    await _tell(visit, "searches", said)
    return RedirectResponse(visit.link("searches"), 303)


@page(router, "search-end", "POST")
async def forget(visit: Visiting, code: Code) -> Response:
    visit.caller.must_be(*WHO)
    await _tell(visit, f"searches/{code}", method="DELETE")
    return RedirectResponse(visit.link("searches"), 303)


async def _tell(visit: Visit, path: str, said: object = None, method: str = "POST") -> None:
    body = None if said is None else orjson.dumps(said)
    await visit.send("catalogue", f"/v1/editions/{visit.edition.id}/{path}", body, method)
