"""Which gate device is behind a request, by the header of a program or the cookie of a page."""

from typing import Annotated

from fastapi import Depends, Request

from services.gateway.cookies import Cookies
from services.gateway.gates.actions import Gates
from services.gateway.gates.model import Device, DeviceUnknown
from services.gateway.pages.route import expect_same_origin


async def _maybe(request: Request) -> Device | None:
    gates: Gates = request.app.state.provided[Gates]
    cookies: Cookies = request.app.state.provided[Cookies]
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "device":
        token = cookies.gate(request.cookies)
        if token and request.method not in ("GET", "HEAD"):
            expect_same_origin(request)
    try:
        return await gates.device(token)
    except DeviceUnknown:
        return None


async def _known(device: Annotated[Device | None, Depends(_maybe)]) -> Device:
    if device is None:
        raise DeviceUnknown()
    return device


MaybeGate = Annotated[Device | None, Depends(_maybe)]
"""The gate device that asks, if one does."""
AtGate = Annotated[Device, Depends(_known)]
"""The gate device that asks; everybody else is refused."""
