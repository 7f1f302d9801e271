"""Questions of the pages to the services, asked with the visitor's token."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import aiohttp
import orjson
from multidict import CIMultiDict
from pydantic import TypeAdapter

from kernel import context
from kernel.problems import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refusal,
    StaleVersion,
    TooLarge,
    Unauthenticated,
    VersionRequired,
)
from services.gateway.caching.cache import Cache, public
from services.gateway.caching.staleness import notice
from services.gateway.upstreams import TRANSFER_SECONDS, Body, ServiceAway, ServiceSlow, Upstreams

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 8.0

_REFUSALS: dict[int, type[Refusal]] = {
    refusal.status: refusal
    for refusal in (
        Unauthenticated,
        Forbidden,
        NotFound,
        Conflict,
        StaleVersion,
        TooLarge,
        Invalid,
        VersionRequired,
    )
}


class Services:
    """Reads from the services and tells them things; their refusals are raised again here."""

    def __init__(self, upstreams: Upstreams, cache: Cache) -> None:
        self._upstreams, self._cache = upstreams, cache

    async def ask(
        self, answer: type[Answer], service: str, path: str, token: str = "", **query: object
    ) -> Answer:
        """What a service answers to GET. Raises its refusal, ServiceAway, ServiceSlow."""
        given = {name: value for name, value in query.items() if value not in (None, "")}
        target = f"{path}?{urlencode(given, doseq=True)}" if given else path
        body = await self._public(service, target, token)
        if body is None:
            body = await self._own(service, target, token)
        read: Answer = _adapter(answer).validate_json(body)
        return read

    async def _public(self, service: str, target: str, token: str) -> bytes | None:
        """What everybody is answered, None where that is not enough for whose token this is."""
        sources = public("GET", service, target)
        found = await self._cache.find(target, sources) if sources is not None else None
        if found is None:
            return None
        if found.kept.status != 200:
            if token:
                return None
            raise _refusal(service, found.kept.status, found.kept.body)
        if found.outcome == "stale":
            notice(found.kept.made_at)
        return found.kept.body

    async def _own(self, service: str, target: str, token: str) -> bytes:
        async with self._answered(
            service, "GET", target, token, patience=PATIENCE_SECONDS
        ) as response:
            return await _read(service, response)

    async def send(
        self,
        service: str,
        target: str,
        token: str,
        body: Body = None,
        method: str = "POST",
        seen: str = "",
    ) -> Any:
        """What a service answers to POST or PUT, None for nothing; bytes are sent as JSON.

        `seen` is the version that an edit was made from. Raises StaleVersion when it has moved on.
        """
        async with self._answered(service, method, target, token, body, seen) as response:
            self._cache.written(service, target)
            return orjson.loads(await _read(service, response) or b"null")

    async def fetch(self, service: str, target: str, token: str) -> tuple[bytes, Mapping[str, str]]:
        """A file of a service, whole, with its headers. Raises its refusal, ServiceAway."""
        async with self._answered(service, "GET", target, token) as response:
            return await _read(service, response), response.headers

    async def stream(
        self, service: str, target: str, token: str
    ) -> tuple[AsyncIterator[bytes], Mapping[str, str]]:
        """A file of a service as it comes, with its headers. Raises its refusal, ServiceAway."""
        async with AsyncExitStack() as stack:
            response = await stack.enter_async_context(
                self._answered(service, "GET", target, token)
            )
            kept = stack.pop_all()

        async def pieces() -> AsyncIterator[bytes]:
            async with kept:
                async for piece in response.content.iter_any():
                    yield piece

        return pieces(), response.headers

    @asynccontextmanager
    async def _answered(
        self,
        service: str,
        method: str,
        target: str,
        token: str,
        body: Body = None,
        seen: str = "",
        patience: float = TRANSFER_SECONDS,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        headers = CIMultiDict(
            {
                "accept": "application/json",
                "x-correlation-id": context.correlation_id.get(),
                "traceparent": context.traceparent.get(),
            }
        )
        if isinstance(body, bytes):
            headers["content-type"] = "application/json"
        if seen:
            headers["if-match"] = f'"{seen}"'
        if token:
            headers["authorization"] = f"Bearer {token}"
        async with self._upstreams.ask(
            service, method, target, headers, body, patience
        ) as response:
            if response.status >= 400:
                raise _refusal(service, response.status, await _read(service, response))
            yield response


_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


async def _read(service: str, response: aiohttp.ClientResponse) -> bytes:
    try:
        return await response.read()
    except TimeoutError as error:
        raise ServiceSlow(service) from error
    except aiohttp.ClientError as error:
        raise ServiceAway(service) from error


def _refusal(service: str, status: int, body: bytes) -> Refusal:
    kind = _REFUSALS.get(status)
    if kind is None:
        return ServiceAway(service)
    try:
        problem: dict[str, Any] = orjson.loads(body)
        members = {name: problem[name] for name in ("errors",) if name in problem}
        return kind(problem["detail"], problem["detail_en"], code=problem["code"], **members)
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ServiceAway(service)


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Answer]):
    answer: Answer
    read_at: float


class Remembered(Generic[Answer]):
    """An answer that is good for a while, and better than none while the service is away."""

    def __init__(self, ask: Callable[[], Awaitable[Answer]], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._kept: _Kept[Answer] | None = None
        self._lock = asyncio.Lock()

    async def get(self) -> Answer:
        """Raises ServiceAway or ServiceSlow when there never was an answer."""
        async with self._lock:
            kept = self._kept
            if kept is None or time.monotonic() - kept.read_at > self._seconds:
                kept = self._kept = await self._renewed(kept)
            return kept.answer

    async def _renewed(self, old: _Kept[Answer] | None) -> _Kept[Answer]:
        try:
            answer = await self._ask()
        except (ServiceAway, ServiceSlow):
            if old is None:
                raise
            answer = old.answer
        return _Kept(answer, time.monotonic())
