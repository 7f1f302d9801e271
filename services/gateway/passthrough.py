"""The API passes through to the services, streaming both ways: a small ASGI application."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp
from multidict import CIMultiDict
from starlette.types import Receive, Scope, Send

from kernel import context
from kernel.logs import logger
from services.gateway.routing import service_of
from services.gateway.upstreams import Upstreams

# RFC 9110 7.6.1, and what belongs to this hop for other reasons: cookies are for the pages alone.
_OF_THIS_HOP = {
    "connection",
    "cookie",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "traceparent",
    "transfer-encoding",
    "upgrade",
    "x-correlation-id",
}


class CallerGone(Exception):
    """The caller hung up before the request was complete."""


@dataclass(frozen=True, slots=True)
class Route:
    """What the request metrics name a passed-on request by."""

    path: str


_ROUTES = {name: Route(f"/api → {name}") for name in ("catalogue", "matching", "notifications")}


class PassThrough:
    """Answers `/api/v1/…` with what the service in charge answers."""

    def __init__(self, upstreams: Upstreams) -> None:
        self._upstreams = upstreams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})
        service, target = service_of(scope["raw_path"].decode("latin-1"))
        scope["route"] = _ROUTES[service]
        if scope["query_string"]:
            target += "?" + scope["query_string"].decode("latin-1")
        body = _Body(receive) if _has_body(scope["headers"]) else None
        try:
            async with self._upstreams.ask(
                service, scope["method"], target, _headers_inward(scope["headers"]), body
            ) as response:
                await _answer(response, send)
        except Exception:
            if body is None or not body.caller_is_gone:
                raise
            logger.info("a caller hung up in the middle of a request", path=scope["path"])


def _has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in headers
    )


def _headers_inward(headers: Iterable[tuple[bytes, bytes]]) -> "CIMultiDict[str]":
    inward = CIMultiDict(_kept((n.decode("latin-1"), v.decode("latin-1")) for n, v in headers))
    inward["x-correlation-id"] = context.correlation_id.get()
    inward["traceparent"] = context.traceparent.get()
    return inward


def _kept(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers that travel on: all but those of this hop and those that `Connection` names."""
    given = [(name.lower(), value) for name, value in headers]
    named = [value for name, value in given if name == "connection"]
    dropped = _OF_THIS_HOP.union(part.strip().lower() for part in ",".join(named).split(","))
    return [(name, value) for name, value in given if name not in dropped]


class _Body:
    """The request's body, piece by piece, as it comes in."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.caller_is_gone = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.caller_is_gone = True
                raise CallerGone()
            yield message.get("body", b"")
            if not message.get("more_body"):
                return


async def _answer(response: aiohttp.ClientResponse, send: Send) -> None:
    kept = _kept((n.decode("latin-1"), v.decode("latin-1")) for n, v in response.raw_headers)
    start: dict[str, Any] = {
        "type": "http.response.start",
        "status": response.status,
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept],
    }
    await send(start)
    async for piece in response.content.iter_any():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
