"""The inbox: what is new for the visitor; live where there is JavaScript, complete without."""

import asyncio
from typing import Annotated, get_args

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Invalid, NotFound
from services.gateway.model import LanguageCode, Role
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Entry, Listing, Wishes
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

ENTRIES = 50

router = page_router()


@page(router, "inbox")
async def inbox(
    visit: Visiting,
    setelah: Annotated[str, Query(max_length=200)] = "",
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    visit.caller.must_be(*get_args(Role))
    entries, wishes = await asyncio.gather(
        visit.ask(Listing[Entry], "notifications", "/v1/inbox", after=setelah, limit=ENTRIES),
        _wishes(visit),
    )
    return render(visit, "inbox.html", entries=entries, wishes=wishes, kept=kabar == "disimpan")


async def _wishes(visit: Visit) -> Wishes | None:
    """None for somebody of whom notifications has not heard yet."""
    try:
        return await visit.ask(Wishes, "notifications", "/v1/preferences")
    except NotFound:
        return None


@page(router, "wishes", "POST")
async def wish(visit: Visiting, request: Request) -> Response:
    """The visitor chooses how to be told."""
    visit.caller.must_be(*get_args(Role))
    form = await fields(request)
    language = form.get("bahasa", visit.language.code)
    if language not in get_args(LanguageCode):
        raise Invalid("Bahasa surat ini tidak ada.", "There is no such language of letters.")
    wanted = orjson.dumps({"mail": "surel" in form, "language": language})
    await visit.send("notifications", "/v1/preferences", wanted, "PUT")
    return RedirectResponse(visit.link("inbox", {"kabar": "disimpan"}), 303)


@page(router, "reading", "POST")
async def read(visit: Visiting, code: Code) -> Response:
    """The visitor has read an entry."""
    visit.caller.must_be(*get_args(Role))
    await visit.send("notifications", f"/v1/inbox/{code}/reading")
    return RedirectResponse(visit.link("inbox"), 303)
