"""The page of a gate's device: let people in by camera or typed code, with and without network."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from kernel.clock import now
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.assets import assets
from services.gateway.badges.actions import Registry
from services.gateway.badges.codes import shown
from services.gateway.badges.model import Registration, expect_name
from services.gateway.badges.qr import drawn, of_badge
from services.gateway.checkins.actions import Answered, CheckIns
from services.gateway.checkins.model import Batch, Scan
from services.gateway.cookies import Cookies
from services.gateway.gates.actions import Gates
from services.gateway.gates.asking import AtGate, MaybeGate
from services.gateway.gates.model import CodeSpent, Device
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.scanning import manifest, scanning
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.origins import Coming

Door = Annotated[Gates, provided(Gates)]

router = page_router()


@page(router, "gate")
async def gate(visit: Visiting, device: MaybeGate) -> Response:
    """The scanner of a device that has come in; for others a field for the code."""
    return _shown(visit, device)


def _shown(
    visit: Visit,
    device: Device | None,
    refusal: Refusal | None = None,
    answered: Answered | None = None,
    registered: Registration | None = None,
) -> Response:
    response = render(
        visit,
        "gate.html",
        refusal.status if refusal else 200,
        device=device,
        refusal=refusal,
        answered=answered,
        registered=registered,
        code=shown(registered.badge) if registered else "",
        qr=Markup(drawn(of_badge(registered.badge))) if registered else "",  # noqa: S704 our own
    )
    return scanning(response, keeps=device is not None and visit.request.method == "GET")


@page(router, "gate-activation", "POST")
async def activate(
    visit: Visiting,
    request: Request,
    gates: Door,
    coming: Coming,
    throttle: Annotated[Throttle, provided(Throttle)],
    cookies: Annotated[Cookies, provided(Cookies)],
) -> Response:
    """Bring this device in by the code that the office made."""
    await throttle.expect_few("gate-code", coming)
    try:
        _, token = await gates.activate((await fields(request)).get("kode", ""))
    except CodeSpent as refusal:
        return _shown(visit, None, refusal)
    response = RedirectResponse(visit.link("gate"), 303)
    cookies.keep_gate(response, token)
    return response


@page(router, "gate", "POST")
async def scan(
    visit: Visiting,
    request: Request,
    device: AtGate,
    check_ins: Annotated[CheckIns, provided(CheckIns)],
) -> Response:
    """A code that was typed where there is no JavaScript."""
    form, moment = await fields(request), now()
    scanned = Scan(
        badge=form.get("kode", "")[:40],
        sequence=round(moment.timestamp() * 1000),
        scanned_at=moment,
        direction="out" if form.get("arah") == "out" else "in",
    )
    [answered] = await check_ins.take(device, Batch(sent_at=moment, scans=(scanned,)))
    return _shown(visit, device, answered=answered)


@page(router, "gate-registration", "POST")
async def register(
    visit: Visiting,
    request: Request,
    device: AtGate,
    registry: Annotated[Registry, provided(Registry)],
) -> Response:
    """Register somebody who stands here, by name alone."""
    try:
        name = expect_name((await fields(request)).get("nama", ""))
    except Invalid as refusal:
        return _shown(visit, device, refusal)
    registered, _ = await registry.at_gate(device.edition, name)
    return _shown(visit, device, registered=registered)


@page(router, "gate-app")
async def app(visit: Visiting) -> Response:
    name = "Pendopo · Gate" if visit.language.code == "en" else "Pendopo · Gerbang"
    return manifest(visit.language, "gate", name, assets()["pendopo.svg"].address)
