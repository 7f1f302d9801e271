"""Takes messages to partners' addresses, and is led nowhere else by them."""

import socket
import time
from functools import cached_property
from typing import NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from kernel.clock import now
from services.notifications.webhooks.addresses import AddressRefused, expect_address, is_public
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.model import Attempt, Outcome, Webhook

TIMEOUT_SECONDS = 10.0
GONE = 410


class NotPublic(OSError):
    """A name that leads into our own network, or would if it were followed."""


class PublicNames(AbstractResolver):
    """Looks names up for one request each; the connection goes to what was found and checked."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of a name. Raises NotPublic when any of them is not of the internet."""
        found = await self._resolver.resolve(host, port, family)
        if not all(is_public(each["host"]) for each in found):
            raise NotPublic(f"{host} leads to an address that is not public")
        return found

    async def close(self) -> None:
        await self._resolver.close()


class Answered(NamedTuple):
    """What came of a request."""

    outcome: Outcome
    status: int | None = None


class Courier:
    """One client for all addresses; with `private`, for those on this network too."""

    def __init__(self, private: bool, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._private, self._timeout = private, aiohttp.ClientTimeout(total=timeout_seconds)

    @cached_property
    def _http(self) -> aiohttp.ClientSession:
        resolver = ThreadedResolver() if self._private else PublicNames()
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )

    async def deliver(self, webhook: Webhook, message: Message) -> Attempt:
        """Hand a message over, signed for this moment; of the answer only the status is read."""
        moment, started = now(), time.monotonic()
        answered = await self._answer(
            webhook, message.headers(webhook.secrets_in_force(moment), moment), message
        )
        spent = round((time.monotonic() - started) * 1000)
        return Attempt(at=now(), milliseconds=spent, **answered._asdict())

    async def _answer(
        self, webhook: Webhook, headers: dict[str, str], message: Message
    ) -> Answered:
        try:
            expect_address(webhook.address, self._private)
            async with self._http.post(
                webhook.address,
                data=message.body.encode(),
                headers=headers,
                allow_redirects=False,
            ) as answer:
                return Answered(_outcome(answer.status), answer.status)
        except AddressRefused:
            return Answered("not-public")
        except TimeoutError:
            return Answered("timed-out")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Answered("not-public" if _was_not_public(error) else "unreachable")

    async def close(self) -> None:
        """Let go of the connections, if there were any."""
        if "_http" in vars(self):
            await self._http.close()


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return "taken"
    return "gone" if status == GONE else "answered-no"


def _was_not_public(error: BaseException) -> bool:
    """The client wraps what the look-up raised in an error of its own."""
    cause = getattr(error, "os_error", None) or error.__cause__
    return isinstance(error, NotPublic) or isinstance(cause, NotPublic)
