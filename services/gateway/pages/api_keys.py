"""The office's page of API keys: make one for a partner, see when it was last used, revoke it."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from kernel.clock import now
from kernel.pages import cursor, read_cursor
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.partners.actions import OFFICE, Partners
from services.gateway.partners.model import SCOPES, ApiKey, KeyForm
from services.gateway.partners.store import ApiKeys
from services.gateway.requests import values_of

KEYS = 50
DAYS = (30, 90, 365)
MOST_FIELDS = 20

Door = Annotated[Partners, provided(Partners)]
Known = Annotated[ApiKeys, provided(ApiKeys)]

router = page_router()


@page(router, "api-keys")
async def api_keys(
    visit: Visiting, known: Known, setelah: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    visit.caller.must_be(*OFFICE)
    return await _list(visit, known, after=setelah)


@page(router, "api-keys", "POST")
async def make(visit: Visiting, request: Request, door: Door, known: Known) -> Response:
    """Make a key; it is shown in the answer and never again."""
    visit.caller.must_be(*OFFICE)
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        key, secret = await door.make(_form(typed), visit.caller)
    except Invalid as refusal:
        return await _list(visit, known, refusal=refusal, typed=typed)
    return await _list(visit, known, key, secret)


@page(router, "api-key", "POST")
async def revoke(visit: Visiting, code: Code, door: Door) -> Response:
    """Let a key open nothing any more."""
    await door.revoke(code, visit.caller)
    return RedirectResponse(visit.link("api-keys"), 303)


def _form(typed: Typed) -> KeyForm:
    try:
        return KeyForm.model_validate(
            {
                "name": typed.text("nama"),
                "scopes": typed.chosen("lingkup"),
                "days": typed.text("hari"),
            }
        )
    except ValidationError as error:
        raise Invalid(
            "Isi nama mitra, pilih sedikitnya satu lingkup, dan pilih masa berlakunya.",
            "Fill in the partner's name, choose at least one scope, and how long it is good for.",
        ) from error


async def _list(
    visit: Visit,
    known: ApiKeys,
    fresh: ApiKey | None = None,
    secret: str = "",
    after: str = "",
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> Response:
    before = read_cursor(after, 1)[0] if after else None
    found = await known.some(KEYS + 1, before)
    return render(
        visit,
        "api_keys.html",
        refusal.status if refusal else 200,
        keys=found[:KEYS],
        further=cursor(found[KEYS - 1].id) if len(found) > KEYS else "",
        scopes=SCOPES,
        days=DAYS,
        moment_now=now(),
        fresh=fresh,
        secret=secret,
        refusal=refusal,
        typed=typed or Typed({}),
    )
