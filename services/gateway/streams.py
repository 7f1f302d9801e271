"""Live inboxes: what notifications writes reaches the open pages of its party at once."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

import orjson
from fastapi import Response
from starlette.types import Receive, Scope, Send

from kernel.envelope import Envelope
from kernel.health import Health

RETRY_MILLISECONDS = 3000
HEARTBEAT_SECONDS = 15.0
STUCK_SECONDS = 10.0
LAST_WORD_SECONDS = 1.0
WAITING_EVENTS = 32
LOOKS_FOR_THE_END_SECONDS = 0.05

_HEARTBEAT = b": still here\n\n"
_TOLD = ("occasion", "count", "title", "title_en")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Streams:
    """The open streams of every party in this process."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._hears = False
        self._open: defaultdict[str, set[Stream]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def open(self, party: str) -> "Stream":
        """A stream of what is written to this party from now on; it ends at once when the service
        does not hear yet or drains, and the reader tries again."""
        stream = Stream(self, party)
        self._open[party].add(stream)
        if not self._hears:
            self.end(stream)
        return stream

    def end(self, stream: "Stream") -> None:
        """Let a stream end, whether or not its reader has read everything."""
        stream.ended.set()
        self._open[stream.party].discard(stream)
        if not self._open[stream.party]:
            del self._open[stream.party]

    async def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Hand written entries to their parties' streams; a reader that lags behind is let go."""
        for envelope in envelopes:
            self.tell(envelope.data["party"], _event(envelope))

    def tell(self, party: str, event: bytes) -> None:
        """Hand an event to a party's streams."""
        for stream in list(self._open.get(party, ())):
            if not stream.takes(event):
                self.end(stream)

    def are_open(self, party: str) -> bool:
        """Whether anybody of a party listens."""
        return party in self._open

    async def run(self) -> None:
        """End all streams once the service drains: the server waits for every open answer."""
        self._hears = True
        try:
            await self._until_draining()
        finally:
            self._end_all()

    async def _until_draining(self) -> None:
        while True:
            if self._health.draining:
                return
            await asyncio.sleep(LOOKS_FOR_THE_END_SECONDS)

    def _end_all(self) -> None:
        self._hears = False
        for stream in [stream for streams in self._open.values() for stream in streams]:
            self.end(stream)


class Stream(Response):
    """One party's events, as an answer that lasts until its reader leaves."""

    def __init__(self, streams: Streams, party: str) -> None:
        super().__init__()
        self.party = party
        self.ended = asyncio.Event()
        self._streams = streams
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(WAITING_EVENTS)

    def takes(self, event: bytes) -> bool:
        """Queue an event; False when too many are waiting already."""
        if self._waiting.full():
            return False
        self._waiting.put_nowait(event)
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        work = [
            asyncio.create_task(self._write(send)),
            asyncio.create_task(_until_gone(receive)),
            asyncio.create_task(self.ended.wait()),
        ]
        try:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        finally:
            is_ended_by_us = self.ended.is_set()
            self._streams.end(self)
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        if is_ended_by_us:
            await _close(send)

    async def _write(self, send: Send) -> None:
        """Raises TimeoutError when the reader has stopped reading."""
        event = b"retry: %d\n\n" % RETRY_MILLISECONDS
        while True:
            async with asyncio.timeout(STUCK_SECONDS):
                await send({"type": "http.response.body", "body": event, "more_body": True})
            event = await self._next()

    async def _next(self) -> bytes:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                return await self._waiting.get()
        except TimeoutError:
            return _HEARTBEAT


async def _close(send: Send) -> None:
    """End the answer in due form, unless its reader does not take even that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORD_SECONDS):
            await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(envelope: Envelope) -> bytes:
    told = {"id": envelope.subject, **{name: envelope.data[name] for name in _TOLD}}
    return b"id: %s\nevent: entry\ndata: %s\n\n" % (envelope.id.encode(), orjson.dumps(told))
