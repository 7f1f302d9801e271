"""A gateway before a real catalogue, as an office and its exhibitors meet them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

from deploy.local.backends import Backends
from services.catalogue.app import create
from services.catalogue.settings import CatalogueSettings
from services.gateway.model import Person
from tests import trade
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import ORGANISER, Gateway
from tests.names import database_names, free_port, virtual_host
from tests.rooms import Room
from tests.signing import KeyServer

HALL = {"code": "A", "name": "Aula A", "rows": 2, "columns": 3, "accessible": [1], "closed": [6]}


@dataclass
class Expo:
    """The two, and an edition in them."""

    gateway: Gateway
    edition: str = ""

    async def asks(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the API as the office; the answer must be right."""
        headers = await self.gateway.bearer(ORGANISER)
        async with self.gateway.client.request(
            method, f"/api/v1{path}", json=body, headers=headers
        ) as answer:
            assert answer.status in (200, 201), await answer.text()
            return await answer.json()

    async def opens(self, edition: str, *exhibitors: dict[str, Any]) -> Self:
        """Open an edition with a hall of six stands, and let some take part in it."""
        self.edition = edition
        await self.asks("POST", "/editions", trade.edition(edition, halls=[HALL]))
        for form in exhibitors:
            await self.asks("POST", f"/editions/{edition}/exhibitors", form)
        return self

    async def stands(self) -> dict[str, str | None]:
        """Who has which stand."""
        seating = await self.asks("GET", f"/editions/{self.edition}/stands/seating")
        return {one["code"]: one["stand"] for one in seating["exhibitors"]}

    async def reads(self, path: str, email: str = ORGANISER) -> str:
        """A page, which must be there."""
        async with self.gateway.client.get(
            path, headers=await self.gateway.cookie(email)
        ) as answer:
            text = await answer.text()
            assert answer.status == 200, text
            return text

    async def sends(
        self, path: str, form: dict[str, str] | list[tuple[str, str]], email: str = ORGANISER
    ) -> tuple[int, str]:
        """Send a form of the pages; its status, and where it leads or what it says."""
        headers = await self.gateway.cookie(email) | self.gateway.own_origin
        async with self.gateway.client.post(
            path, data=form, headers=headers, allow_redirects=False
        ) as answer:
            return answer.status, answer.headers.get("location") or await answer.text()

    async def knows(self, code: str) -> str:
        """Give an exhibitor's person an account; its address."""
        person = Person(
            email=f"{code.lower()}.{self.edition}@example.invalid",
            name=f"Orang {code}",
            role="exhibitor",
            party=f"exhibitor:{self.edition}:{code}",
            is_sample=True,
        )
        await self.gateway.opens(person)
        return person.email


@asynccontextmanager
async def opened(backends: Backends) -> AsyncIterator[Expo]:
    """Both, on names of their own."""
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as database,
        Behind() as behind,
        KeyServer() as keys,
    ):
        port = free_port()
        async with Gateway.before(
            behind.url,
            mongo_url=backends.mongo_url,
            amqp_url=amqp_url,
            database=f"{database}_gateway",
            catalogue_url=f"http://127.0.0.1:{port}",
        ) as gateway:
            settings = CatalogueSettings(
                mongo_url=backends.mongo_url,
                amqp_url=amqp_url,
                keys_url=f"{gateway.url}/.well-known/jwks.json",
                database=f"{database}_catalogue",
                port=port,
            )
            async with Room(lambda: create(settings), keys):
                yield Expo(gateway)
