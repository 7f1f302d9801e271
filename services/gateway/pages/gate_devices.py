"""The office's gate devices: bring one in by a code, see when it was last there, shut it out."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from kernel.clock import now
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.badges.codes import shown
from services.gateway.gates.actions import Gates
from services.gateway.gates.model import Device, DeviceForm
from services.gateway.gates.store import GateDevices
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

MOST_DEVICES = 200

Door = Annotated[Gates, provided(Gates)]
Known = Annotated[GateDevices, provided(GateDevices)]

router = page_router()


@page(router, "gate-devices")
async def devices(visit: Visiting, known: Known) -> Response:
    visit.caller.must_be("organiser")
    return await _list(visit, known)


@page(router, "gate-devices", "POST")
async def add(visit: Visiting, request: Request, gates: Door, known: Known) -> Response:
    """Make a device; its code is shown in the answer and never again."""
    visit.caller.must_be("organiser")
    try:
        form = _form(await fields(request))
    except Invalid as refusal:
        return await _list(visit, known, refusal=refusal)
    device, code = await gates.add(visit.edition.id, form, visit.caller)
    return await _list(visit, known, device, code)


def _form(typed: dict[str, str]) -> DeviceForm:
    try:
        return DeviceForm(name=typed.get("nama", ""), gate=typed.get("gerbang", ""))
    except ValidationError as error:
        raise Invalid(
            "Isi nama perangkat dan gerbangnya, masing-masing paling banyak 60 huruf.",
            "Fill in the device's name and its gate, at most 60 letters each.",
        ) from error


@page(router, "gate-device", "POST")
async def change(
    visit: Visiting, request: Request, code: Code, gates: Door, known: Known
) -> Response:
    """Another code for a device that has not come in, or shut it out."""
    visit.caller.must_be("organiser")
    if (await fields(request)).get("tindakan") == "kode":
        device, opens = await gates.another_code(visit.edition.id, code, visit.caller)
        return await _list(visit, known, device, opens)
    await gates.revoke(visit.edition.id, code, visit.caller)
    return RedirectResponse(visit.link("gate-devices"), 303)


async def _list(
    visit: Visit,
    known: GateDevices,
    fresh: Device | None = None,
    code: str = "",
    refusal: Refusal | None = None,
) -> Response:
    return render(
        visit,
        "gate_devices.html",
        refusal.status if refusal else 200,
        devices=await known.among(visit.edition.id, MOST_DEVICES),
        moment_now=now(),
        fresh=fresh,
        code=shown(code),
        refusal=refusal,
    )
