"""The services' documents, asked for and merged when somebody wants to read them."""

import asyncio
from collections.abc import Callable
from typing import Any

from services.gateway.openapi.merging import GATEWAY, Document, merged
from services.gateway.pages.services import Remembered, Services
from services.gateway.routing import SERVICES

GOOD_FOR_SECONDS = 60.0


class Documents:
    """The merged document, made anew at most once a minute."""

    def __init__(self, services: Services, own: Callable[[], Document]) -> None:
        self._services, self._own = services, own
        self._merged = Remembered(self._merge, GOOD_FOR_SECONDS)

    async def merged(self) -> Document:
        """Raises ServiceAway while a service was never reached."""
        return await self._merged.get()

    async def _merge(self) -> Document:
        told = await asyncio.gather(*(self._of(service) for service in SERVICES))
        documents = dict(zip(SERVICES, told, strict=True))
        return merged({**documents, GATEWAY: self._own()})

    async def _of(self, service: str) -> Document:
        asked: dict[str, Any] = await self._services.ask(dict, service, "/openapi.json")
        return asked
