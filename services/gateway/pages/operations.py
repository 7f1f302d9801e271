"""Operations' page: how the services are, what waits, and the switches."""

from typing import Annotated, Literal

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from kernel.problems import Invalid
from kernel.service import provided
from kernel.switches import Switches, SwitchName
from services.gateway.operations.actions import BEHIND, Operations
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting
from services.gateway.requests import fields
from services.gateway.settings import GatewaySettings

Door = Annotated[Operations, provided(Operations)]
Board = Annotated[Switches, provided(Switches)]
Config = Annotated[GatewaySettings, provided(GatewaySettings)]
Behind = Literal["catalogue", "matching", "notifications"]
LEAST_REASON = 3

router = page_router()


@page(router, "operations")
async def operations(
    visit: Visiting,
    door: Door,
    switches: Board,
    settings: Config,
    kabar: Annotated[str, Query(max_length=20)] = "",
    tertinggal: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    visit.caller.must_be("ops")
    return render(
        visit,
        "operations.html",
        houses=await door.houses(visit.visitor.token),
        switches=switches.all(),
        mail_page=settings.mail_page,
        told=kabar,
        unheard=[name for name in tertinggal.split(",") if name in BEHIND],
    )


@page(router, "operations-switch", "POST")
async def throw(visit: Visiting, request: Request, code: SwitchName, door: Door) -> Response:
    """Turn a switch on or off, everywhere."""
    visit.caller.must_be("ops")
    form = await fields(request)
    on, reason = form.get("posisi") == "nyala", _reason(form.get("alasan", ""))
    unheard = await door.throw(code, on, reason, visit.caller, visit.visitor.token)
    told = {"kabar": "sakelar", "tertinggal": ",".join(unheard)}
    return RedirectResponse(visit.link("operations", told), 303)


@page(router, "operations-letter", "POST")
async def settle(
    visit: Visiting,
    request: Request,
    code: Literal["catalogue", "matching", "notifications"],
    door: Door,
) -> Response:
    """Hand a dead letter back, or give it up."""
    visit.caller.must_be("ops")
    form = await fields(request)
    what = "discard" if form.get("tindakan") == "buang" else "replay"
    reason = _reason(form.get("alasan", ""))
    await door.settle(code, what, form.get("surat", ""), reason, visit.visitor.token)
    return RedirectResponse(visit.link("operations", {"kabar": "surat"}), 303)


@page(router, "operations-retell", "POST")
async def retell(visit: Visiting, door: Door) -> Response:
    """Tell the edition of the page again."""
    visit.caller.must_be("ops")
    await door.retell(visit.edition.id, visit.visitor.token)
    return RedirectResponse(visit.link("operations", {"kabar": "diceritakan"}), 303)


def _reason(said: str) -> str:
    try:
        return TypeAdapter(
            Annotated[str, Query(min_length=LEAST_REASON, max_length=300)]
        ).validate_python(said.strip())
    except ValidationError as error:
        raise Invalid(
            "Tulis alasannya, paling sedikit tiga huruf.",
            "Say why, in at least three letters.",
            code="no-reason",
        ) from error
