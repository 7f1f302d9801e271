"""Live inboxes: what notifications writes reaches the open pages of its party at once."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress

import orjson
from fastapi import Response
from prometheus_client import Counter
from starlette.types import Receive, Scope, Send

from kernel.envelope import Envelope
from kernel.health import Health
from kernel.problems import Unavailable
from services.gateway import metrics
from services.gateway.recent import Recent

RETRY_MILLISECONDS = 3000
HEARTBEAT_SECONDS = 15.0
STUCK_SECONDS = 10.0
LAST_WORD_SECONDS = 1.0
WAITING_EVENTS = 32
BEATS_AT_ONCE = 64
MOST_STREAMS = 12_000
LOOKS_FOR_THE_END_SECONDS = 0.05

_HEARTBEAT = b": still here\n\n"
_RELOAD = b"event: reload\ndata: {}\n\n"
_TOLD = ("occasion", "count", "title", "title_en")
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
_dropped = Counter("expo_streams_dropped", "Streams ended as their readers did not keep up.")


class TooManyStreams(Unavailable):
    """This process has as many open streams as it can serve well."""

    code = "too-many-streams"

    def __init__(self) -> None:
        super().__init__(
            "Terlalu banyak halaman terbuka mendengarkan kabar; coba lagi sebentar lagi.",
            "Too many open pages listen for news; try again shortly.",
        )


class Streams:
    """The open streams of every party in this process."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._hears = False
        self._recent = Recent()
        self._open: defaultdict[str, set[Stream]] = defaultdict(set)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def open(self, party: str, last_event: str = "") -> "Stream":
        """A stream of what is written to this party from now on, or since an event it has read.

        Where it is not known what was missed the reader is told to reload. The stream ends at once
        when the service does not hear yet or drains, and the reader tries again. Raises
        TooManyStreams.
        """
        if self._count >= MOST_STREAMS:
            raise TooManyStreams()
        stream = Stream(self, party, self._first(party, last_event))
        if self._hears:
            self._open[party].add(stream)
            self._counted(1)
        else:
            stream.end()
        return stream

    def _first(self, party: str, last_event: str) -> list[bytes]:
        """How soon to come back, where the stream begins, and what was missed."""
        hello = b"retry: %d\nid: %s\n\n" % (RETRY_MILLISECONDS, self._recent.position.encode())
        if not last_event:
            return [hello]
        missed = self._recent.since(party, last_event)
        return [hello, *(missed if missed is not None else [_RELOAD])]

    def end(self, stream: "Stream") -> None:
        """Let a stream end, whether or not its reader has read everything."""
        stream.end()
        streams = self._open.get(stream.party, set())
        if stream in streams:
            streams.remove(stream)
            self._counted(-1)
        if not streams:
            self._open.pop(stream.party, None)

    def _counted(self, more: int) -> None:
        self._count += more
        metrics.streams.labels("gateway").set(self._count)

    async def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Hand written entries to their parties' streams; a reader that lags behind is let go."""
        for envelope in envelopes:
            party, event = envelope.data["party"], _event(envelope)
            self._recent.note(party, envelope.id, event)
            self.tell(party, event)

    def tell(self, party: str, event: bytes) -> None:
        """Hand an event to a party's streams that need not be told again to one that broke off."""
        self._tell(list(self._open.get(party, ())), event)

    def are_open(self, party: str) -> bool:
        """Whether anybody of a party listens."""
        return party in self._open

    def _tell(self, streams: "Sequence[Stream]", event: bytes) -> None:
        for stream in streams:
            if not stream.takes(event):
                _dropped.inc()
                self.end(stream)

    async def run(self) -> None:
        """Give signs of life; end all streams once the service drains: the server waits for every
        open answer."""
        self._hears = True
        self._recent.begin()
        beating = asyncio.create_task(self._beat())
        try:
            await self._until_draining()
        finally:
            beating.cancel()
            self._end_all()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            streams = self._all()
            for start in range(0, len(streams), BEATS_AT_ONCE):
                self._tell(streams[start : start + BEATS_AT_ONCE], _HEARTBEAT)
                await asyncio.sleep(0.01)

    async def _until_draining(self) -> None:
        while True:
            if self._health.draining:
                return
            await asyncio.sleep(LOOKS_FOR_THE_END_SECONDS)

    def _end_all(self) -> None:
        self._hears = False
        for stream in self._all():
            self.end(stream)

    def _all(self) -> "list[Stream]":
        return [stream for streams in self._open.values() for stream in streams]


class Stream(Response):
    """One party's events, as an answer that lasts until its reader leaves.

    Nothing runs for a stream on which nothing is said, so that many may be open.
    """

    def __init__(self, streams: Streams, party: str, first: Sequence[bytes] = ()) -> None:
        super().__init__()
        self.party = party
        self._streams = streams
        self._waiting = deque(first)
        self._is_over: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._writing: asyncio.Task[None] | None = None
        self._send: Send | None = None

    def takes(self, event: bytes) -> bool:
        """Send an event as soon as may be; False when too many are waiting already."""
        if len(self._waiting) >= WAITING_EVENTS:
            return False
        self._waiting.append(event)
        self._write_soon()
        return True

    def end(self, is_gone: bool = False) -> None:
        """End the answer; what is waiting is not sent any more."""
        if not self._is_over.done():
            self._is_over.set_result(is_gone)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        self._send = send
        self._write_soon()
        listening = asyncio.create_task(self._until_gone(receive))
        try:
            is_gone = await self._is_over
        finally:
            self._streams.end(self)
            listening.cancel()
            if self._writing:
                self._writing.cancel()
        if not is_gone:
            await _close(send)

    async def _until_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.end(is_gone=True)

    def _write_soon(self) -> None:
        if self._writing is None and self._send is not None:
            self._writing = asyncio.create_task(self._write(self._send))

    async def _write(self, send: Send) -> None:
        """Send what waits; a reader that has stopped reading is let go."""
        try:
            while self._waiting:
                event = self._waiting.popleft()
                async with asyncio.timeout(STUCK_SECONDS):
                    await send({"type": "http.response.body", "body": event, "more_body": True})
        except TimeoutError:
            _dropped.inc()
            self.end()
        finally:
            self._writing = None


async def _close(send: Send) -> None:
    """End the answer in due form, unless its reader does not take even that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORD_SECONDS):
            await send({"type": "http.response.body", "body": b""})


def _event(envelope: Envelope) -> bytes:
    told = {"id": envelope.subject, **{name: envelope.data[name] for name in _TOLD}}
    return b"id: %s\nevent: entry\ndata: %s\n\n" % (envelope.id.encode(), orjson.dumps(told))
