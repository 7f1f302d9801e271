"""Answers public questions from memory; asks once for all who wait; tells the old when in need."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import aiohttp
from multidict import CIMultiDict
from prometheus_client import Counter

from kernel import context
from kernel.clock import now
from kernel.envelope import Envelope
from services.gateway.caching.answers import Answers
from services.gateway.caching.model import (
    Changes,
    Kept,
    changed_by_fact,
    changed_by_request,
    sources_of,
    tagged,
)
from services.gateway.headers import outward
from services.gateway.upstreams import ServiceAway, ServiceSlow, Upstreams

SERVICE = "catalogue"
PATIENCE_SECONDS = 8.0
"""How long anybody waits for an answer that is not there yet."""
PATIENCE_WITH_OLD_SECONDS = 1.0
"""How long anybody waits for a new answer when there is an old one."""
OLDEST_SECONDS = 3600.0
LARGEST_SHARE = 16

Outcome = Literal["hit", "miss", "stale"]
Trouble = ServiceAway | ServiceSlow

_answers = Counter(
    "expo_cache_answers", "Public questions, by how they were answered.", ["outcome"]
)
_counters = {outcome: _answers.labels(outcome) for outcome in ("hit", "miss", "joined", "stale")}


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and whether it was kept, asked for, or is out of date maybe."""

    kept: Kept
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Flight:
    """A question on its way."""

    asked_at: float
    task: "asyncio.Task[Kept | Trouble | None]"


class Cache:
    """The answers of the catalogue to those it does not know, which are the same for everybody."""

    def __init__(self, upstreams: Upstreams, most_bytes: int) -> None:
        self._upstreams = upstreams
        self._answers = Answers(most_bytes)
        self._largest = most_bytes // LARGEST_SHARE
        self._changes = Changes()
        self._flights: dict[str, _Flight] = {}

    def fresh(self, target: str) -> Kept | None:
        """An answer that is still good, without waiting."""
        kept = self._answers.get(target)
        if kept is None or self._changes.spoil(kept, time.monotonic()):
            return None
        _counters["hit"].inc()
        return kept

    async def find(self, target: str, sources: tuple[str, ...]) -> Found | None:
        """The answer to a public question, asked for if need be; None where it is too large.

        What is not 200 is told to all who wait and not kept. Raises ServiceAway or ServiceSlow
        where there is no old answer either.
        """
        if kept := self.fresh(target):
            return Found(kept, "hit")
        flight, old = self._flight(target, sources), self._old(target)
        patience = PATIENCE_WITH_OLD_SECONDS if old else None
        await asyncio.wait({flight.task}, timeout=patience)
        answer = flight.task.result() if flight.task.done() else ServiceSlow(SERVICE)
        if old and _is_trouble(answer):
            _counters["stale"].inc()
            return Found(old, "stale")
        if isinstance(answer, Trouble):
            raise answer
        return Found(answer, "miss") if answer else None

    async def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Facts spoil what is made from their things."""
        for told in envelopes:
            changed = changed_by_fact(told.type, told.subject, told.edition, told.data)
            self._changes.note(changed, time.monotonic())

    def written(self, service: str, target: str) -> None:
        """A request to change something was answered."""
        if service == SERVICE:
            self._changes.note(changed_by_request(target), time.monotonic())

    def _old(self, target: str) -> Kept | None:
        kept = self._answers.get(target)
        if kept is None or time.monotonic() - kept.asked_at > OLDEST_SECONDS:
            return None
        return kept

    def _flight(self, target: str, sources: tuple[str, ...]) -> _Flight:
        """The question that is on its way already, unless the answer has changed since."""
        flight = self._flights.get(target)
        if flight and not self._changes.since(sources, flight.asked_at):
            _counters["joined"].inc()
            return flight
        _counters["miss"].inc()
        asked_at = time.monotonic()
        task = asyncio.create_task(self._ask(target, sources, asked_at))
        flight = self._flights[target] = _Flight(asked_at, task)
        task.add_done_callback(lambda _: self._land(target, flight))
        return flight

    def _land(self, target: str, flight: _Flight) -> None:
        if self._flights.get(target) is flight:
            del self._flights[target]

    async def _ask(
        self, target: str, sources: tuple[str, ...], asked_at: float
    ) -> Kept | Trouble | None:
        try:
            async with self._upstreams.ask(
                SERVICE, "GET", target, _headers(), patience=PATIENCE_SECONDS
            ) as response:
                body = await self._read(response)
                if body is None:
                    return None
                headers, etag = tagged(outward(response), body)
                kept = Kept(response.status, headers, body, etag, sources, asked_at, now())
        except TimeoutError:
            return ServiceSlow(SERVICE)
        except aiohttp.ClientError:
            return ServiceAway(SERVICE)
        except (ServiceAway, ServiceSlow) as trouble:
            return trouble
        if kept.status == 200:
            self._answers.put(target, kept)
        return kept

    async def _read(self, response: aiohttp.ClientResponse) -> bytes | None:
        """The body, None when it is too large to be kept."""
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self._largest:
                return None
        return bytes(body)


def _is_trouble(answer: Kept | Trouble | None) -> bool:
    return isinstance(answer, Trouble) or (answer is not None and answer.status >= 500)


def _headers() -> "CIMultiDict[str]":
    return CIMultiDict(
        {
            "accept": "application/json",
            "x-correlation-id": context.correlation_id.get(),
            "traceparent": context.traceparent.get(),
        }
    )


def public(method: str, service: str, target: str) -> tuple[str, ...] | None:
    """What the answer is made from, None for what is not the same for everybody."""
    return sources_of(target) if method == "GET" and service == SERVICE else None
