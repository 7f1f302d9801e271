"""How many requests anybody may make a minute, and what is left of them."""

import math
import time
from dataclasses import dataclass
from typing import get_args

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter
from prometheus_client import Counter

from kernel.problems import Refusal
from services.gateway.throttling.whose import Kind, Whose

A_NETWORK_IS = 10
"""How many people's requests a network may make whose browsers are not known (yet)."""

_refused = Counter("expo_requests_over_limit", "Requests refused as too many.", ["kind"])
for _kind in get_args(Kind):
    _refused.labels(_kind)


class TooManyRequests(Refusal):
    """More requests in a minute than one may make."""

    status, code = 429, "too-many-requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Terlalu banyak permintaan dalam satu menit. Coba lagi {seconds} detik lagi.",
            f"Too many requests within a minute. Try again in {seconds} seconds.",
            retry_after=seconds,
        )


@dataclass(frozen=True, slots=True)
class Allowance:
    """What somebody may still ask for, and in how many seconds they may ask for all again."""

    kind: Kind
    quota: int
    left: int
    seconds: int

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """As draft-ietf-httpapi-ratelimit-headers names them."""
        policy, left = f'"{self.kind}";q={self.quota};w=60', f'"{self.kind}";r={self.left}'
        return [
            (b"ratelimit-policy", policy.encode()),
            (b"ratelimit", f"{left};t={self.seconds}".encode()),
        ]


class Allowances:
    """Counts requests in this process, in fixed windows of a minute."""

    def __init__(self, a_minute: int) -> None:
        self._items: dict[Kind, RateLimitItemPerMinute] = {
            "account": RateLimitItemPerMinute(a_minute),
            "key": RateLimitItemPerMinute(a_minute),
            "device": RateLimitItemPerMinute(a_minute),
            "network": RateLimitItemPerMinute(A_NETWORK_IS * a_minute),
        }
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def spend(self, whose: Whose) -> tuple[bool, Allowance]:
        """Count one request; whether it was still allowed, and what is left."""
        item = self._items[whose.kind]
        is_allowed = await self._limiter.hit(item, *whose)
        stats = await self._limiter.get_window_stats(item, *whose)
        seconds = max(1, math.ceil(stats.reset_time - time.time()))
        if not is_allowed:
            _refused.labels(whose.kind).inc()
        return is_allowed, Allowance(whose.kind, item.amount, stats.remaining, seconds)
