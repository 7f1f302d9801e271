"""How much is worked on at once; when it is too much, looking around waits before coming in."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, get_args

from prometheus_client import Counter, Gauge

from kernel.problems import Unavailable
from services.gateway.pages.language import PATHS

Priority = Literal["entering", "working", "looking"]

MOST_AT_ONCE: dict[Priority, int] = {"looking": 192, "working": 384, "entering": 1024}
"""Requests in this process beyond which those of a priority are turned away."""

_SAFE = {"GET", "HEAD", "OPTIONS"}
_ENTERING = re.compile(
    r"/api/v1/(sessions|sign-in-links|check-ins|gate-activations|gate-registrations)(/.*)?"
)
_SIGN_IN_PAGES = {path for name in ("sign-in", "sign-in-link", "sign-out") for path in PATHS[name]}

_at_once = Gauge("expo_requests_at_once", "Requests that are worked on.")
_shed = Counter("expo_requests_shed", "Requests turned away under load.", ["priority"])
for _priority in get_args(Priority):
    _shed.labels(_priority)


class TooBusy(Unavailable):
    """There is more to do than can be done soon."""

    code = "too-busy"

    def __init__(self) -> None:
        super().__init__(
            "Pintu sedang sangat ramai; coba lagi sebentar lagi.",
            "The door is very busy at the moment; try again shortly.",
            retry_after=2,
        )


def priority_of(method: str, path: str, is_known: bool) -> Priority:
    """Coming in goes before work, and work before looking around."""
    if _ENTERING.fullmatch(path) or path in _SIGN_IN_PAGES:
        return "entering"
    return "working" if is_known or method not in _SAFE else "looking"


class Load:
    """The requests at hand."""

    def __init__(self, most: Mapping[Priority, int] = MOST_AT_ONCE) -> None:
        self._most, self._now = most, 0

    @contextmanager
    def carrying(self, priority: Priority) -> Iterator[None]:
        """Work on one more. Raises TooBusy."""
        if self._now >= self._most[priority]:
            _shed.labels(priority).inc()
            raise TooBusy()
        self._now += 1
        _at_once.set(self._now)
        try:
            yield
        finally:
            self._now -= 1
            _at_once.set(self._now)
