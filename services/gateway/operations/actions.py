"""Asking every service how it is, and telling all of them the same."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import orjson

from kernel.callers import Caller
from kernel.chores import Chore
from kernel.deadletters import DeadLetter
from kernel.ops import LetterPage, Settling, Throw
from kernel.overview import Overview, Status
from kernel.problems import Refusal
from kernel.switches import Switches, SwitchName
from services.gateway.pages.services import Services

BEHIND = ("catalogue", "matching", "notifications")
LETTERS_SHOWN = 20

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class House:
    """What is known of one service: None for one that did not answer."""

    name: str
    status: Status | None
    letters: tuple[DeadLetter, ...] = ()


class Operations:
    """The services behind the gateway, and the gateway itself, as operations see them."""

    def __init__(self, services: Services, overview: Overview, switches: Switches) -> None:
        self._services, self._overview, self._switches = services, overview, switches

    async def houses(self, token: str) -> list[House]:
        """Every service; all are asked at once. Raises Forbidden."""
        behind = await asyncio.gather(*(self._house(name, token) for name in BEHIND))
        return [*behind, House("gateway", await self._overview.status())]

    async def _house(self, name: str, token: str) -> House:
        status = await _if_it_answers(self._services.ask(Status, name, "/v1/ops/status", token))
        page = await _if_it_answers(
            self._services.ask(LetterPage, name, "/v1/ops/dead-letters", token, limit=LETTERS_SHOWN)
        )
        return House(name, status, tuple(page.items) if page else ())

    async def throw(
        self, name: SwitchName, on: bool, reason: str, caller: Caller, token: str
    ) -> list[str]:
        """Throw a switch everywhere; the services that did not hear of it."""
        wanted = orjson.dumps(Throw(on=on, reason=reason).model_dump())
        await self._switches.set(name, on, reason, caller.account)
        told = await asyncio.gather(
            *(
                _if_it_answers(
                    self._services.send(
                        service, f"/v1/ops/switches/{name}", token, wanted, method="PUT"
                    )
                )
                for service in BEHIND
            )
        )
        return [service for service, heard in zip(BEHIND, told, strict=True) if heard is None]

    async def settle(self, service: str, what: str, letter: str, reason: str, token: str) -> None:
        """Hand a dead letter back ("replay") or give it up ("discard"). Raises its refusal."""
        said = orjson.dumps(Settling(letter=letter, reason=reason).model_dump())
        await self._services.send(service, f"/v1/ops/dead-letters/{what}", token, said)

    async def retell(self, edition: str, token: str) -> Chore:
        """Have the catalogue tell an edition again. Raises NotFound, ServiceAway."""
        told = await self._services.send("catalogue", f"/v1/ops/retell/{edition}", token)
        return Chore.model_validate(told)


async def _if_it_answers(asked: Awaitable[Answer]) -> Answer | None:
    """None from a service that is away or slow; what else it refuses is raised."""
    try:
        return await asked
    except Refusal as refusal:
        if refusal.status < 500:
            raise
        return None
