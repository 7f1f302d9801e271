"""The API of gates: the office makes devices and shuts them out; a device comes in by its code."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.clock import now
from kernel.imports import Edition
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.paths import Segment
from kernel.service import provided
from services.gateway.gates.actions import Gates
from services.gateway.gates.model import Device, DeviceForm, Standing
from services.gateway.gates.store import GateDevices
from services.gateway.pages.references import References
from services.gateway.requests import SmallBodyRoute
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.origins import Coming

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["gates"])

G = Annotated[Gates, provided(Gates)]


class DeviceAnswer(BaseModel):
    """A gate's device; neither its code nor its token can be read again."""

    id: str
    name: str
    gate: str
    standing: Standing
    code_ends_at: datetime
    activated_at: datetime | None
    seen_at: datetime | None
    unsent: int

    @classmethod
    def of(cls, device: Device) -> "DeviceAnswer":
        told = device.model_dump(include=set(cls.model_fields))
        return cls(standing=device.standing(now()), **told)


class WithCode(DeviceAnswer):
    """A device that waits, and the code that brings it in, shown this once."""

    gate_code: str


class Activation(BaseModel):
    """A code as it is typed into the device."""

    code: Annotated[str, Field(max_length=40)]


class Activated(BaseModel):
    """What a device is given: a token for check-in and nothing else."""

    device: DeviceAnswer
    edition: str
    token: str


@router.post("/editions/{edition}/gate-devices", status_code=201)
async def add_device(
    edition: Edition,
    form: DeviceForm,
    caller: Asking,
    gates: G,
    references: Annotated[References, provided(References)],
) -> WithCode:
    """Make a device for a gate."""
    caller.must_be("organiser")
    await references.edition(edition)
    device, code = await gates.add(edition, form, caller)
    return WithCode(gate_code=code, **DeviceAnswer.of(device).model_dump())


@router.get("/editions/{edition}/gate-devices")
async def list_devices(
    edition: Edition,
    caller: Asking,
    devices: Annotated[GateDevices, provided(GateDevices)],
    after: After = None,
    limit: Limit = 50,
) -> Page[DeviceAnswer]:
    """An edition's devices, and when each was last seen."""
    caller.must_be("organiser")
    behind = read_cursor(after, 1)[0] if after else None
    found = await devices.among(edition, limit + 1, behind)
    further = cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[DeviceAnswer.of(device) for device in found[:limit]], next=further)


@router.post("/editions/{edition}/gate-devices/{device_id}/code")
async def renew_code(edition: Edition, device_id: Segment, caller: Asking, gates: G) -> WithCode:
    """Another code for a device that has not come in."""
    device, code = await gates.another_code(edition, device_id, caller)
    return WithCode(gate_code=code, **DeviceAnswer.of(device).model_dump())


@router.delete("/editions/{edition}/gate-devices/{device_id}", status_code=204)
async def revoke_device(edition: Edition, device_id: Segment, caller: Asking, gates: G) -> None:
    """Shut a device out at once."""
    await gates.revoke(edition, device_id, caller)


@router.post("/gate-activations", status_code=201)
async def activate(
    given: Activation,
    gates: G,
    coming: Coming,
    throttle: Annotated[Throttle, provided(Throttle)],
) -> Activated:
    """Come in by a code, once."""
    await throttle.expect_few("gate-code", coming)
    device, token = await gates.activate(given.code)
    return Activated(device=DeviceAnswer.of(device), edition=device.edition, token=token)
