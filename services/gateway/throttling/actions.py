"""Lets people try, one after the other, and makes those wait who fail or ask too often."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Literal
from weakref import WeakValueDictionary

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from kernel import metrics
from kernel.clock import now
from services.gateway.throttling.model import Origin, TooManyTries, key
from services.gateway.throttling.store import Devices, Failures

Door = Literal["sign-in", "letter", "registration", "gate-code"]

A_DEVICE: dict[Door, RateLimitItemPerMinute] = {
    "sign-in": RateLimitItemPerMinute(30),
    "letter": RateLimitItemPerMinute(5),
    "registration": RateLimitItemPerMinute(10),
    "gate-code": RateLimitItemPerMinute(10),
}
# Hundreds share a venue's address; twenty a second is what the hashing of passwords keeps up with.
A_NETWORK: dict[Door, RateLimitItemPerMinute] = {
    "sign-in": RateLimitItemPerMinute(1200),
    "letter": RateLimitItemPerMinute(120),
    "registration": RateLimitItemPerMinute(600),
    "gate-code": RateLimitItemPerMinute(60),
}


class Throttle:
    """Guesses at an account are counted by who makes them: its own known device, or a network.

    So failures of strangers, wherever they are, never make the owner wait on a device on which
    they have signed in before. Requests are also limited in number, by known device or by network;
    these counts are this process's own.
    """

    def __init__(self, failures: Failures, devices: Devices) -> None:
        self._failures, self._devices = failures, devices
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def trying(self, email: str, origin: Origin) -> AsyncIterator["Try"]:
        """A try at an account, after others of the same origin. Raises TooManyTries."""
        who = email.strip().lower()
        is_known = await self.knows(who, origin)
        await self._expect_few("sign-in", origin, is_known)
        guess = key(who, origin.device if is_known else origin.network)
        async with self._turns.setdefault(guess, asyncio.Lock()):
            until, moment = await self._failures.until(guess), now()
            if until is not None and until > moment:
                metrics.rate_limited.labels("guesses").inc()
                raise TooManyTries(until - moment)
            yield Try(self._failures, guess)

    async def knows(self, email: str, origin: Origin) -> bool:
        """Whether somebody has signed in on this device before."""
        return bool(origin.device) and await self._devices.knows(_home(email, origin.device))

    async def remember(self, email: str, device: str) -> None:
        """Somebody has signed in on this device."""
        await self._devices.remember(_home(email, device), now())

    async def expect_few_letters(self, email: str, origin: Origin) -> None:
        """Raises TooManyTries when too many letters are asked for from there."""
        await self._expect_few("letter", origin, await self.knows(email, origin))

    async def expect_few(self, door: Door, origin: Origin) -> None:
        """Raises TooManyTries when too many come through a door from one network."""
        await self._expect_few(door, origin, False)

    async def _expect_few(self, door: Door, origin: Origin, is_known: bool) -> None:
        limits, place = (A_DEVICE, origin.device) if is_known else (A_NETWORK, origin.network)
        if not await self._limiter.hit(limits[door], door, place):
            metrics.rate_limited.labels(door).inc()
            stats = await self._limiter.get_window_stats(limits[door], door, place)
            raise TooManyTries(timedelta(seconds=max(1.0, stats.reset_time - time.time())))


class Try:
    """One try, to be settled by how it went."""

    def __init__(self, failures: Failures, guess: str) -> None:
        self._failures, self._guess = failures, guess

    async def failed(self) -> None:
        await self._failures.count(self._guess, now())

    async def went_well(self) -> None:
        await self._failures.forget(self._guess)


def _home(email: str, device: str) -> str:
    return key("device", email.strip().lower(), device)
