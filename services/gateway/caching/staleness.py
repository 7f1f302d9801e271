"""Whether a page was made of answers that may be out of date, as their service is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_noticed: ContextVar[list[datetime] | None] = ContextVar("noticed", default=None)


@contextmanager
def noticing() -> Iterator[None]:
    """Within it, and in tasks begun there, `stale_since` knows of every old answer."""
    token = _noticed.set([])
    try:
        yield
    finally:
        _noticed.reset(token)


def notice(made_at: datetime) -> None:
    """An answer made then is given although it may be out of date."""
    noticed = _noticed.get()
    if noticed is not None:
        noticed.append(made_at)


def stale_since() -> datetime | None:
    """The moment of the oldest such answer, None when all are current."""
    return min(_noticed.get() or (), default=None)
