"""People who register, and gates that scan them, by the public API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from kernel.clock import now
from tests.integration.gateway.running import EDITION, ORGANISER, Gateway

HERE = f"/api/v1/editions/{EDITION}"


@dataclass
class Gate:
    """A device that has come in; counts its own scans."""

    client: aiohttp.ClientSession
    id: str
    token: str
    counted: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Device {self.token}"}

    def scan(
        self, badge: str, ago: timedelta = timedelta(), direction: str = "in", offline: bool = False
    ) -> dict[str, Any]:
        """What the device keeps of one scan."""
        self.counted += 1
        return {
            "badge": badge,
            "sequence": self.counted,
            "scanned_at": (now() - ago).isoformat(),
            "direction": direction,
            "offline": offline,
        }

    async def sends(self, *scans: dict[str, Any], unsent: int = 0) -> list[dict[str, Any]]:
        """What the scans are answered."""
        status, body = await self.tries(*scans, unsent=unsent)
        assert status == 200, body
        answers: list[dict[str, Any]] = body["answers"]
        return answers

    async def tries(self, *scans: dict[str, Any], unsent: int = 0) -> tuple[int, Any]:
        batch = {"sent_at": now().isoformat(), "unsent": unsent, "scans": list(scans)}
        async with self.client.post(
            "/api/v1/check-ins", json=batch, headers=self.headers
        ) as answer:
            return answer.status, await answer.json()

    async def scans(self, badge: str, **how: Any) -> dict[str, Any]:
        """What one scan is answered at once."""
        [answer] = await self.sends(self.scan(badge, **how))
        return answer


@dataclass
class Entrance:
    """An edition's registrations and gates, as its office has them."""

    gateway: Gateway
    office: dict[str, str]

    @classmethod
    async def of(cls, gateway: Gateway) -> "Entrance":
        return cls(gateway, await gateway.bearer(ORGANISER))

    async def asks(self, method: str, path: str, **how: Any) -> tuple[int, Any]:
        """The office asks about the edition."""
        async with self.gateway.client.request(
            method, HERE + path, headers=self.office, **how
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None

    async def registers(self, name: str = "Sri Wahyuni", **form: Any) -> dict[str, Any]:
        """Somebody registers before the expo."""
        given = {"name": name, "consent_version": "2026-11", **form}
        async with self.gateway.client.post(f"{HERE}/registrations", json=given) as answer:
            assert answer.status == 201, await answer.text()
            registration: dict[str, Any] = await answer.json()
            return registration

    async def makes(self, gate: str, name: str = "HP Rina") -> dict[str, Any]:
        """A device that has not come in, with its code."""
        status, device = await self.asks("POST", "/gate-devices", json={"name": name, "gate": gate})
        assert status == 201, device
        made: dict[str, Any] = device
        return made

    async def activates(self, code: str) -> tuple[int, Any]:
        async with self.gateway.client.post(
            "/api/v1/gate-activations", json={"code": code}
        ) as answer:
            return answer.status, await answer.json()

    async def opens(self, gate: str) -> Gate:
        """A device that has come in."""
        made = await self.makes(gate)
        status, activated = await self.activates(made["gate_code"])
        assert status == 201, activated
        return Gate(self.gateway.client, made["id"], activated["token"])


def moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
