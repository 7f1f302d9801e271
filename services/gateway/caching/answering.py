"""How a kept answer leaves: whole, or as "you have it already"; its `Cache-Status` says whence."""

from starlette.types import Send

from services.gateway.caching.cache import Found, Outcome

STALE = "pendopo; hit; ttl=-1; detail=service-away"
# RFC 9211; a ttl below nothing says that the answer is given although it may be out of date.
_STATUS: dict[Outcome, bytes] = {
    "hit": b"pendopo; hit",
    "miss": b"pendopo; fwd=miss",
    "stale": STALE.encode(),
}
_WITH_304 = {b"etag", b"cache-control", b"vary"}


async def answer_found(found: Found, if_none_match: bytes, send: Send) -> None:
    """Send the answer, or 304 where the caller has it."""
    kept, body = found.kept, found.kept.body
    status, headers = kept.status, list(kept.headers)
    if status == 200 and if_none_match and kept.is_known_to(if_none_match):
        status, body = 304, b""
        headers = [(name, value) for name, value in headers if name in _WITH_304]
    headers.append((b"cache-status", _STATUS[found.outcome]))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
