"""Which headers travel on, from a caller to a service and back (RFC 9110 7.6.1)."""

from collections.abc import Iterable, Sequence

import aiohttp
from multidict import CIMultiDict

from kernel import context

Raw = tuple[bytes, bytes]

# Of this hop alone, or for other reasons: cookies are for the pages.
_OF_THIS_HOP = frozenset(
    {
        b"connection",
        b"cookie",
        b"expect",
        b"host",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"traceparent",
        b"transfer-encoding",
        b"upgrade",
        b"x-correlation-id",
    }
)


def inward(headers: Sequence[Raw]) -> "CIMultiDict[str]":
    """A caller's headers as a service gets them, with the trace that the request belongs to."""
    kept = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in _kept(headers)]
    if any(name.lower() == b"transfer-encoding" for name, _ in headers):  # RFC 9112 6.3
        kept = [(name, value) for name, value in kept if name != "content-length"]
    travelling = CIMultiDict(kept)
    travelling["x-correlation-id"] = context.correlation_id.get()
    travelling["traceparent"] = context.traceparent.get()
    return travelling


def outward(response: aiohttp.ClientResponse) -> list[Raw]:
    """A service's headers as the caller gets them."""
    return _kept(response.raw_headers)


def _kept(headers: Iterable[Raw]) -> list[Raw]:
    """All but those of this hop and those that `Connection` names."""
    given = [(name.lower(), value) for name, value in headers]
    named = [value for name, value in given if name == b"connection"]
    dropped = _OF_THIS_HOP
    if named:
        dropped = dropped.union(part.strip().lower() for part in b",".join(named).split(b","))
    return [(name, value) for name, value in given if name not in dropped]
