"""Notifications in this process, behind the real server, and a mail server that does as told."""

import asyncio
import email
import email.policy
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiosmtpd.smtp import SMTP, Envelope, Session

from contracts.fact import Fact
from kernel.bus import Bus
from kernel.envelope import Envelope as Told
from kernel.service import Service, server_of
from services.notifications.app import create
from services.notifications.settings import NotificationsSettings
from tests.names import free_port
from tests.waiting import until

Kind = TypeVar("Kind")


class MailServer:
    """Keeps what it takes; `refusals` answers a recipient, `then` is called once it has a mail."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[EmailMessage] = []
        self.refusals: dict[str, list[str]] = {}
        self.then: Callable[[], None] = lambda: None
        self.connections = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            self._answer, "127.0.0.1", self.port
        )

    async def close(self) -> None:
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def to(self, address: str) -> list[EmailMessage]:
        """What it took for somebody, in the order it came."""
        return [letter for letter in self.letters if letter["X-Caught-For"] == address]

    def _answer(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="mail.invalid", enable_SMTPUTF8=True)

    async def handle_RCPT(  # noqa: N802  (the name aiosmtpd calls)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answers := self.refusals.get(address):
            return answers.pop(0) if len(answers) > 1 else answers[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        letter = email.message_from_bytes(
            envelope.original_content or b"", policy=email.policy.default
        )
        letter["X-Caught-For"] = envelope.rcpt_tos[0]
        self.letters.append(letter)
        self.then()
        return "250 taken"


class Room:
    """Running notifications, with a client and a bus to tell it facts."""

    def __init__(self, **settings: Any) -> None:
        port = free_port()
        self.settings = NotificationsSettings(port=port, **settings)
        self.service: Service = create(self.settings)
        self._server = server_of(self.service)
        self._serving: asyncio.Task[None] | None = None
        self._bus = Bus(self.settings.amqp_url, "test")

    def provided(self, kind: type[Kind]) -> Kind:
        """The one thing of this type inside the room."""
        found: Kind = self.service.app.state.provided[kind]
        return found

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server.serve())
        self.client = aiohttp.ClientSession(f"http://127.0.0.1:{self.settings.port}")
        await until(self._is_ready)
        await self._bus.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._bus.close()
        await self.client.close()
        self._server.stop()  # type: ignore[no-untyped-call]
        if self._serving:
            await self._serving

    async def _is_ready(self) -> bool:
        try:
            async with self.client.get("/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def hears(self, *facts: Fact) -> None:
        """Tell facts, as other services do, and wait until they have been handled."""
        envelopes = [Told.of(fact, "test") for fact in facts]
        assert await are_taken(self._bus, envelopes)
        keys = [f"notifications.inbox:{envelope.id}" for envelope in envelopes]

        async def handled() -> bool:
            inbox = self.service.mongo["inbox"]
            return await inbox.count_documents({"_id": {"$in": keys}}) == len(keys)

        await until(handled)


async def are_taken(bus: Bus, told: Sequence[Told]) -> bool:
    """Publish facts, and whether all of them reached a queue."""
    return set((await bus.publish(told)).values()) == {"confirmed"}
