"""A room of the house, running in this process behind its real server, and people who ask it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp

from kernel import logs
from kernel.bus import Bus
from kernel.envelope import Envelope, Fact
from kernel.service import Service, server_of
from kernel.settings import ServiceSettings
from tests.names import free_port
from tests.signing import KeyServer
from tests.waiting import until

Kind = TypeVar("Kind")
ENDED = ("done", "failed")


@dataclass(frozen=True)
class Answer:
    """What a room answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """Of a problem; told in two languages, or it is no problem of ours."""
        assert self.headers["content-type"] == "application/problem+json", self
        assert self.body["detail"] != self.body["detail_en"]
        code: str = self.body["code"]
        return code


class Person:
    """Somebody who asks a room, by a token or without one."""

    def __init__(self, client: aiohttp.ClientSession, headers: dict[str, str]) -> None:
        self._client, self._headers = client, headers

    async def asks(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> Answer:
        """Any request."""
        async with self._client.request(
            method, f"/v1{path}", headers=self._headers | (headers or {}), **more
        ) as answer:
            is_json = "json" in answer.content_type
            body = await answer.json() if is_json else await answer.text()
            told = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, body, told)

    async def gets(self, path: str, **params: Any) -> Any:
        """The body of an answer that must be right."""
        answer = await self.asks("GET", path, params=params)
        assert answer.status == 200, answer
        return answer.body

    async def posts(self, path: str, body: Any = None) -> Answer:
        return await self.asks("POST", path, json=body)

    async def makes(self, path: str, *bodies: Any) -> None:
        """Each must be taken."""
        for body in bodies:
            answer = await self.posts(path, body)
            assert answer.status in (200, 201), answer

    async def reads_on(self, path: str, **params: Any) -> list[list[Any]]:
        """All pages of a list."""
        pages: list[list[Any]] = []
        after: dict[str, str] = {}
        while True:
            page = await self.gets(path, **params, **after)
            pages.append(page["items"])
            if page["next"] is None:
                return pages
            after = {"after": page["next"]}

    async def uploads(self, path: str, content: Any, **params: Any) -> Answer:
        """Send a spreadsheet as the body."""
        flags = {name: str(value).lower() for name, value in params.items()}
        return await self.asks("POST", path, data=content, params={"filename": "x.csv", **flags})

    async def imports(self, path: str, content: Any, **params: Any) -> Any:
        """Send a spreadsheet and wait until its import has ended."""
        answer = await self.uploads(path, content, **params)
        assert answer.status == 202, answer
        return await self.follows(f"{path}/{answer.body['id']}")

    async def follows(self, path: str) -> Any:
        """Wait until an import has ended."""

        async def has_ended() -> bool:
            return (await self.gets(path))["state"] in ENDED

        await until(has_ended)
        return await self.gets(path)


class Room:
    """A running service, made by its own `create`."""

    def __init__(self, create: Callable[[], Service], keys: KeyServer) -> None:
        self._create, self._keys = create, keys
        self._told: list[Envelope] = []

    async def __aenter__(self) -> Self:
        self.service = self._create()
        self._note_what_is_told()
        settings = self.service.settings
        logs.configure(self.service.name, "WARNING")
        self._server = server_of(self.service)
        self._serving = asyncio.create_task(self._server.serve())
        self.client = aiohttp.ClientSession(f"http://{settings.host}:{settings.port}")
        await until(self._is_ready)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.client.close()
        self._server.stop()  # type: ignore[no-untyped-call]
        await self._serving

    async def _is_ready(self) -> bool:
        try:
            async with self.client.get("/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    def _note_what_is_told(self) -> None:
        outbox = self.service.outbox
        hand_over = outbox.when_saved

        def note(envelopes: Sequence[Envelope]) -> None:
            self._told += envelopes
            if hand_over is not None:
                hand_over(envelopes)

        outbox.when_saved = note

    def told(self, **which: str) -> list[Envelope]:
        """The facts of which all this holds, in the order in which the room told them.

        What waits in the outbox would not do: a fact that somebody has heard is soon gone from it.
        """
        wanted = which.items()
        return [fact for fact in self._told if all(getattr(fact, k) == v for k, v in wanted)]

    async def hears(self, *facts: Fact) -> None:
        """Tell facts, as other rooms do, and wait until they have been handled."""
        bus = Bus(self.service.settings.amqp_url, "test")
        await bus.connect()
        envelopes = [Envelope.of(fact, "test") for fact in facts]
        outcomes = await bus.publish(envelopes)
        await bus.close()
        assert set(outcomes.values()) == {"confirmed"}, outcomes
        keys = [
            f"{events.queue}:{envelope.id}"
            for events in self.service._events
            for envelope in envelopes
            if envelope.type in events.topology.types
        ]

        async def are_handled() -> bool:
            inbox = self.service.mongo["inbox"]
            return await inbox.count_documents({"_id": {"$in": keys}}) == len(keys)

        await until(are_handled)

    def provided(self, kind: type[Kind]) -> Kind:
        """The one thing of this type inside the room."""
        found: Kind = self.service.app.state.provided[kind]
        return found

    def by(self, role: str, party: str = "") -> Person:
        """Somebody with a token."""
        return Person(self.client, self._keys.bearer(role, party))

    @property
    def anybody(self) -> Person:
        """Somebody without a token."""
        return Person(self.client, {})


def settings_of(
    settings: type[ServiceSettings], mongo_url: str, amqp_url: str, database: str, keys: KeyServer
) -> Any:
    """A room's settings for a test: a port and a database of its own."""
    return settings(
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        keys_url=keys.url,
        database=database,
        port=free_port(),
    )
