"""The gateway in this process, behind the real server, for as long as a test lasts."""

import asyncio
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar
from unittest.mock import patch

import aiohttp
from argon2 import PasswordHasher

from kernel.mongo import Mongo
from kernel.service import Service, server_of
from services.gateway import actions
from services.gateway.app import create
from services.gateway.model import Person
from services.gateway.settings import GatewaySettings
from services.gateway.store import Accounts
from tests.names import free_port
from tests.waiting import until

PASSWORD = "rahasia-contoh"
EDITION = "h2o-2026"
BUYER = Person(
    email="pembeli@example.invalid",
    name="Bu Lina (contoh)",
    role="buyer",
    party=f"buyer:{EDITION}:BUY-01",
    is_sample=True,
)
EXHIBITOR = Person(
    email="koperasi@example.invalid",
    name="Pak Slamet (contoh)",
    role="exhibitor",
    party=f"exhibitor:{EDITION}:KOP-01",
    is_sample=True,
)
ORGANISER = "penyelenggara@pendopo.invalid"
OPS = "ops@pendopo.invalid"
VISITOR = "pengunjung@pendopo.invalid"

Kind = TypeVar("Kind")

# What a hash should cost an attacker would cost every test too; a unit test holds the real cost.
_QUICK_HASHER = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)


class Gateway:
    """A running gateway with a client that follows no redirects and keeps no cookies."""

    def __init__(self, **settings: Any) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.settings = GatewaySettings(
            port=port,
            keys_url=f"{self.url}/.well-known/jwks.json",
            demo_password=PASSWORD,
            drain_seconds=0.02,
            **settings,
        )
        with patch("services.gateway.passwords.PasswordHasher", _QUICK_HASHER):
            self.service: Service = create(self.settings)
        self._server = server_of(self.service)
        self._serving: asyncio.Task[None] | None = None
        self._client: aiohttp.ClientSession | None = None

    @classmethod
    def before(cls, services: str, **settings: Any) -> Self:
        """A gateway for which one address stands in for every service not named otherwise."""
        urls = {f"{name}_url": services for name in ("catalogue", "matching", "notifications")}
        return cls(**(urls | settings))

    @property
    def client(self) -> aiohttp.ClientSession:
        assert self._client is not None
        return self._client

    def provided(self, kind: type[Kind]) -> Kind:
        """The one thing of this type inside the gateway."""
        found: Kind = self.service.app.state.provided[kind]
        return found

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server.serve())
        self._client = aiohttp.ClientSession(self.url, cookie_jar=aiohttp.DummyCookieJar())
        await until(self._is_ready)
        await self.opens(BUYER, EXHIBITOR)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.client.close()
        await self.stop()

    async def stop(self) -> None:
        """Drain and end, as on SIGTERM."""
        if self._serving and not self._serving.done():
            self.service.health.draining = True
            await asyncio.sleep(self.settings.drain_seconds)
            self._server.stop()  # type: ignore[no-untyped-call]
            await self._serving

    async def _is_ready(self) -> bool:
        try:
            async with self.client.get("/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def opens(self, *people: Person) -> None:
        """Give these people accounts."""
        mongo, accounts = self.provided(Mongo), self.provided(Accounts)
        await mongo.transaction(lambda: actions.open_accounts(people, accounts))

    async def bearer(self, email: str) -> dict[str, str]:
        """The header of somebody who has signed in to the API."""
        given = {"email": email, "password": PASSWORD}
        async with self.client.post("/api/v1/sessions", json=given) as answer:
            assert answer.status == 201, await answer.text()
            return {"authorization": f"Bearer {(await answer.json())['token']}"}

    async def cookie(self, email: str) -> dict[str, str]:
        """The header of somebody who has signed in to the pages."""
        form = {"email": email, "password": PASSWORD}
        async with self.client.post(
            "/masuk", data=form, headers=self.own_origin, allow_redirects=False
        ) as answer:
            assert answer.status == 303, await answer.text()
            secret = answer.cookies["pendopo_session"].value
            return {"cookie": f"pendopo_session={secret}"}

    @property
    def own_origin(self) -> dict[str, str]:
        """The header a browser sends along with our own forms."""
        return {"origin": self.url}
