"""Watching what is used by everything: database commands and connections, and the loop itself."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from pymongo import monitoring
from pymongo.errors import PyMongoError

from kernel import metrics

COMMANDS = frozenset(
    (
        "find",
        "insert",
        "update",
        "delete",
        "aggregate",
        "getMore",
        "findAndModify",
        "hello",
        "commitTransaction",
        "abortTransaction",
        "createIndexes",
    )
)
LAG_EVERY_SECONDS = 0.5
COUNT_EVERY_SECONDS = 15.0
MICROSECOND = 1e-6


class Commands(monitoring.CommandListener):
    """Times the driver's commands; the rarer ones are one."""

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        """Nothing: the end tells how long it took."""

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        _observe(event, "ok")

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        _observe(event, "failed")


def _observe(event: Any, outcome: str) -> None:
    name = event.command_name if event.command_name in COMMANDS else "other"
    seconds = event.duration_micros * MICROSECOND
    metrics.mongo_commands.labels(name, outcome).observe(seconds)


class Connections(monitoring.ConnectionPoolListener):
    """Counts the driver's connections: those that are open, and those of them in use."""

    def connection_created(self, event: monitoring.ConnectionCreatedEvent) -> None:
        metrics.mongo_connections.labels("open").inc()

    def connection_closed(self, event: monitoring.ConnectionClosedEvent) -> None:
        metrics.mongo_connections.labels("open").dec()

    def connection_checked_out(self, event: monitoring.ConnectionCheckedOutEvent) -> None:
        metrics.mongo_connections.labels("in_use").inc()

    def connection_checked_in(self, event: monitoring.ConnectionCheckedInEvent) -> None:
        metrics.mongo_connections.labels("in_use").dec()

    def connection_ready(self, event: monitoring.ConnectionReadyEvent) -> None: ...
    def connection_check_out_started(
        self, event: monitoring.ConnectionCheckOutStartedEvent
    ) -> None: ...
    def connection_check_out_failed(
        self, event: monitoring.ConnectionCheckOutFailedEvent
    ) -> None: ...
    def pool_created(self, event: monitoring.PoolCreatedEvent) -> None: ...
    def pool_ready(self, event: monitoring.PoolReadyEvent) -> None: ...
    def pool_cleared(self, event: monitoring.PoolClearedEvent) -> None: ...
    def pool_closed(self, event: monitoring.PoolClosedEvent) -> None: ...


async def measure_lag(service: str) -> None:
    """How much later than it asked to the loop wakes somebody, until cancelled."""
    lag = metrics.loop_lag.labels(service)
    while True:
        asked = time.monotonic()
        await asyncio.sleep(LAG_EVERY_SECONDS)
        lag.set(max(0.0, time.monotonic() - asked - LAG_EVERY_SECONDS))


async def keep_counting(counts: Sequence[Callable[[], Awaitable[None]]]) -> None:
    """Count anew from time to time, until cancelled; counts stay while the database is away."""
    while True:
        with suppress(PyMongoError):
            for count in counts:
                await count()
        await asyncio.sleep(COUNT_EVERY_SECONDS)
