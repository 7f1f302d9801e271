"""Verbs of gates: make a device, let it in by its code, know it by its token, shut it out."""

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.problems import NotFound
from services.gateway.badges.codes import new_code, read_code
from services.gateway.gates.model import (
    CODE_LIFE,
    SEEN_EVERY,
    CodeSpent,
    Device,
    DeviceForm,
    DeviceUnknown,
    digest,
    new_token,
)
from services.gateway.gates.store import GateDevices


class Gates:
    """Lets devices in and shuts them out."""

    def __init__(self, devices: GateDevices) -> None:
        self._devices = devices

    async def add(self, edition: str, form: DeviceForm, caller: Caller) -> tuple[Device, str]:
        """A new device and the code that brings it in, which is shown this once."""
        caller.must_be("organiser")
        code = new_code()
        device = Device.of(new_id(), edition, form, code, now())
        await self._devices.add(device)
        return device, code

    async def another_code(self, edition: str, id_: str, caller: Caller) -> tuple[Device, str]:
        """Another code for a device that has not come in. Raises DeviceInUse."""
        caller.must_be("organiser")
        device = await self._get(edition, id_)
        device.expect_unused()
        code = new_code()
        await self._devices.give_code(id_, digest(code), now() + CODE_LIFE)
        return await self._get(edition, id_), code

    async def activate(self, written: str) -> tuple[Device, str]:
        """The device that a code brings in, and its token. Raises CodeSpent."""
        code, token = read_code(written), new_token()
        device = await self._devices.activate(digest(code), digest(token), now()) if code else None
        if device is None:
            raise CodeSpent()
        return device, token

    async def device(self, token: str) -> Device:
        """The device that holds this token. Raises DeviceUnknown."""
        found = await self._devices.with_token(digest(token)) if token else None
        if found is None:
            raise DeviceUnknown()
        return found

    async def heard(self, device: Device, unsent: int) -> None:
        """A device was here and said how much it has not sent."""
        moment = now()
        is_news = unsent != device.unsent or device.seen_at is None
        if is_news or moment - (device.seen_at or moment) > SEEN_EVERY:
            await self._devices.seen(device.id, moment, unsent)

    async def revoke(self, edition: str, id_: str, caller: Caller) -> None:
        """Shut a device out; what it has not sent by then is not taken any more."""
        caller.must_be("organiser")
        if not await self._devices.revoke(edition, id_, now()):
            raise _no_device()

    async def _get(self, edition: str, id_: str) -> Device:
        device = await self._devices.get(edition, id_)
        if device is None:
            raise _no_device()
        return device


def _no_device() -> NotFound:
    return NotFound("Perangkat ini tidak ada.", "There is no such device.", code="no-device")
