"""The API passes through to the services, streaming both ways: a small ASGI application."""

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import aiohttp
from starlette.types import Message, Receive, Scope, Send

from kernel.logs import logger
from kernel.problems import Refusal
from services.gateway.caching.answering import answer_found
from services.gateway.caching.cache import Cache, public
from services.gateway.headers import inward, outward
from services.gateway.requests import counting, too_large
from services.gateway.routing import service_of
from services.gateway.upstreams import Upstreams

SAFE = {"GET", "HEAD", "OPTIONS"}
BODY_BYTES = 2**20
FILE_BYTES = 64 * 2**20
_TAKES_FILES = re.compile(r".*/(imports|file|picture)(\?.*)?")


class CallerGone(Exception):
    """The caller hung up before the request was complete."""


@dataclass(frozen=True, slots=True)
class Route:
    """What the request metrics name a passed-on request by."""

    path: str


_ROUTES = {name: Route(f"/api → {name}") for name in ("catalogue", "matching", "notifications")}


class PassThrough:
    """Answers `/api/v1/…` with what the service in charge answers, or with what it answered."""

    def __init__(self, upstreams: Upstreams, cache: Cache) -> None:
        self._upstreams, self._cache = upstreams, cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})
        service, target = service_of(scope["raw_path"].decode("latin-1"))
        scope["route"] = _ROUTES[service]
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        sources = public(scope["method"], service, target)
        if sources is not None and await self._answered(target, sources, scope, send):
            return
        await self._pass(service, target, scope, receive, send)

    async def _answered(
        self, target: str, sources: tuple[str, ...], scope: Scope, send: Send
    ) -> bool:
        """Whether the answer that everybody gets was enough for this caller."""
        headers = dict(scope["headers"])
        if b"range" in headers:
            return False
        found = await self._cache.find(target, sources)
        if found is None or (found.kept.status in _FOR_SOME and b"authorization" in headers):
            return False
        await answer_found(found, headers.get(b"if-none-match", b""), send)
        return True

    async def _pass(
        self, service: str, target: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        body = _body(target, scope["headers"], receive)
        try:
            async with self._upstreams.ask(
                service, scope["method"], target, inward(scope["headers"]), body
            ) as response:
                if scope["method"] not in SAFE:
                    self._cache.written(service, target)
                await _answer(response, send)
        except Exception:
            if body is None:
                raise
            if body.refused:
                raise body.refused from None
            if not body.caller_is_gone:
                raise
            logger.info("a caller hung up in the middle of a request", path=scope["path"])


_FOR_SOME = {401, 403, 404}
"""What a stranger is answered where somebody known may be answered otherwise."""


def _has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in headers
    )


def _body(target: str, headers: Iterable[tuple[bytes, bytes]], receive: Receive) -> "_Body | None":
    """The body on its way, None where there is none. Raises TooLarge where its length says so."""
    if not _has_body(headers):
        return None
    limit = FILE_BYTES if _TAKES_FILES.fullmatch(target) else BODY_BYTES
    length = dict(headers).get(b"content-length", b"0")
    if length.isdigit() and int(length) > limit:
        raise too_large(limit)
    return _Body(counting(receive, limit))


class _Body:
    """The request's body, piece by piece, as it comes in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.caller_is_gone = False
        self.refused: Refusal | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            message = await self._next()
            if message["type"] == "http.disconnect":
                self.caller_is_gone = True
                raise CallerGone()
            yield message.get("body", b"")
            if not message.get("more_body"):
                return

    async def _next(self) -> Message:
        try:
            return await self._receive()
        except Refusal as refusal:
            self.refused = refusal
            raise


async def _answer(response: aiohttp.ClientResponse, send: Send) -> None:
    start = {"type": "http.response.start", "status": response.status}
    await send({**start, "headers": outward(response)})
    async for piece in response.content.iter_any():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
