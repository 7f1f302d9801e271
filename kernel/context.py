"""What belongs to the request or fact at hand: its correlation id and its W3C trace context."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
traceparent: ContextVar[str] = ContextVar("traceparent", default="")

_TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def child_of(parent: str) -> str:
    """A W3C `traceparent` for the next step of `parent`'s trace, or of a new trace."""
    trace = parent[3:35] if _TRACEPARENT.fullmatch(parent) else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


@contextmanager
def continued(parent: str, correlation: str) -> Iterator[None]:
    """Within it everything logged and told belongs to this trace and correlation id."""
    trace = child_of(parent)
    known = correlation if _CORRELATION.fullmatch(correlation) else trace[3:35]
    tokens = traceparent.set(trace), correlation_id.set(known)
    try:
        yield
    finally:
        traceparent.reset(tokens[0])
        correlation_id.reset(tokens[1])
