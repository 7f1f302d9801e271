"""The services behind the gateway: one shared HTTP client, and a circuit breaker for each."""

import time
from collections.abc import AsyncIterable, AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from kernel.problems import Refusal, Unavailable

FAILURES_TO_OPEN = 5
OPEN_SECONDS = 1.0
CONNECT_SECONDS = 2.0
SILENCE_SECONDS = 30.0
TRANSFER_SECONDS = 900.0

Body = AsyncIterable[bytes] | bytes | None

_UNREACHABLE = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerDisconnectedError,
)


class ServiceAway(Unavailable):
    """A service behind the gateway cannot be reached."""

    code = "service-away"

    def __init__(self, service: str) -> None:
        super().__init__(
            f"Layanan {service} sedang tidak menjawab; coba lagi sebentar lagi.",
            f"The {service} service does not answer at the moment; try again shortly.",
            service=service,
        )


class ServiceSlow(Refusal):
    """A service took longer over its answer than anybody waits."""

    status, code = 504, "service-slow"

    def __init__(self, service: str) -> None:
        super().__init__(
            f"Layanan {service} terlalu lama menjawab; coba lagi sebentar lagi.",
            f"The {service} service takes too long to answer; try again shortly.",
            service=service,
        )


class Breaker:
    """Spares a service that cannot be reached, and everybody the wait for it.

    After FAILURES_TO_OPEN requests in a row that were not answered nobody is let through for
    OPEN_SECONDS; then one request at a time tries again, until one gets an answer.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._tries_again_at = 0.0

    def lets_through(self) -> bool:
        """Whether to try the service."""
        if self._failures < FAILURES_TO_OPEN:
            return True
        moment = time.monotonic()
        if moment < self._tries_again_at:
            return False
        self._tries_again_at = moment + OPEN_SECONDS
        return True

    def answered(self) -> None:
        """The service was reached."""
        self._failures = 0

    def failed(self) -> None:
        """The service was not reached, or did not answer in time."""
        self._failures += 1
        self._tries_again_at = time.monotonic() + OPEN_SECONDS


class Upstreams:
    """Asks the services; connections are kept and shared by pages and API."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._breakers = {service: Breaker() for service in addresses}
        self._client: aiohttp.ClientSession | None = None

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._client is None:
            self._client = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("user-agent", "accept", "accept-encoding", "content-type"),
            )
        return self._client

    @asynccontextmanager
    async def ask(
        self,
        service: str,
        method: str,
        target: str,
        headers: "CIMultiDict[str]",
        body: Body = None,
        patience: float = TRANSFER_SECONDS,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer to one request, its body not read yet.

        All of it comes within `patience` seconds, or TRANSFER_SECONDS where something is sent, and
        never a piece later than SILENCE_SECONDS after the one before: what flows may be long.

        A request without a body that may be repeated is sent again, once, when a kept connection
        turns out to be closed. Raises ServiceAway, ServiceSlow.
        """
        response = await self._answer(
            service, method, target, headers, body, _limits(body, patience)
        )
        async with response:
            yield response

    async def _answer(
        self,
        service: str,
        method: str,
        target: str,
        headers: "CIMultiDict[str]",
        body: Body,
        limits: aiohttp.ClientTimeout,
    ) -> aiohttp.ClientResponse:
        breaker = self._breakers[service]
        if not breaker.lets_through():
            raise ServiceAway(service)
        try:
            response = await self._http.request(
                method,
                URL(self._addresses[service] + target, encoded=True),
                headers=headers,
                data=body,
                allow_redirects=False,
                timeout=limits,
            )
        except _UNREACHABLE as error:
            breaker.failed()
            raise ServiceAway(service) from error
        except TimeoutError as error:
            breaker.failed()
            raise ServiceSlow(service) from error
        except aiohttp.ClientConnectionError as error:  # cut off, maybe by our own caller
            raise ServiceAway(service) from error
        breaker.answered()
        return response

    async def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.close()


def _limits(body: Body, patience: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=patience if body is None else TRANSFER_SECONDS,
        sock_connect=CONNECT_SECONDS,
        sock_read=SILENCE_SECONDS,
    )
