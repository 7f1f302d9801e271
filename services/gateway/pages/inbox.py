"""The inbox: what is new for the visitor; live where there is JavaScript, complete without."""

from typing import Annotated, get_args

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from services.gateway.model import Role
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Entry, Listing
from services.gateway.pages.visit import Visiting

ENTRIES = 50

router = page_router()


@page(router, "inbox")
async def inbox(visit: Visiting, setelah: Annotated[str, Query(max_length=200)] = "") -> Response:
    visit.caller.must_be(*get_args(Role))
    entries = await visit.ask(
        Listing[Entry], "notifications", "/v1/inbox", after=setelah, limit=ENTRIES
    )
    return render(visit, "inbox.html", entries=entries)


@page(router, "reading", "POST")
async def read(visit: Visiting, code: Code) -> Response:
    """The visitor has read an entry."""
    visit.caller.must_be(*get_args(Role))
    await visit.send("notifications", f"/v1/inbox/{code}/reading")
    return RedirectResponse(visit.link("inbox"), 303)
