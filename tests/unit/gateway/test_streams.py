"""Who hears what over a live stream, and when a stream ends."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import orjson
import pytest
from starlette.types import Message

from kernel.envelope import Envelope
from kernel.health import Health
from services.gateway import recent as recent_module
from services.gateway import streams as module
from services.gateway.recent import EVENTS_EACH, Recent
from services.gateway.streams import WAITING_EVENTS, Stream, Streams, TooManyStreams
from tests.waiting import until

BUYER, OTHER = "buyer:h2o-2026:BUY-01", "buyer:h2o-2026:BUY-02"
SCOPE = {"type": "http"}


def written(party: str, count: int = 1) -> Envelope:
    return Envelope(
        id=f"fact-{count}",
        source="notifications",
        type="notifications.entry.written.v1",
        time=datetime(2026, 11, 12, tzinfo=UTC),
        subject="entry-1",
        version=count,
        edition="h2o-2026",
        correlation_id="",
        traceparent="",
        data={
            "party": party,
            "occasion": "demand-matches",
            "count": count,
            "title": "Kopi",
            "title_en": "Coffee",
        },
    )


class Reader:
    """A browser at the other end of a stream; it may stop reading, or leave."""

    def __init__(self, stream: Stream) -> None:
        self.heard: list[bytes] = []
        self.reads, self.leaves = asyncio.Event(), asyncio.Event()
        self.reads.set()
        self.answer = asyncio.create_task(stream(SCOPE, self._receive, self._send))

    async def _receive(self) -> Message:
        await self.leaves.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.body":
            self.heard.append(message["body"])

    async def hears(self, times: int) -> None:
        async def enough() -> bool:
            return len(self.heard) >= times

        await until(enough, 5)


@asynccontextmanager
async def running() -> AsyncIterator[Streams]:
    health = Health()
    streams = Streams(health)
    working = asyncio.create_task(streams.run())
    await asyncio.sleep(0)
    yield streams
    health.draining = True
    await working


@pytest.fixture
async def streams() -> AsyncIterator[Streams]:
    async with running() as streams:
        yield streams


async def test_a_stream_begins_with_how_soon_to_come_back(streams: Streams) -> None:
    reader = Reader(streams.open(BUYER))
    await reader.hears(1)
    assert re.fullmatch(rb"retry: 3000\nid: at-[0-9]+\n\n", reader.heard[0])


async def test_an_entry_reaches_every_open_page_of_its_party_and_nobody_else(
    streams: Streams,
) -> None:
    first, second = Reader(streams.open(BUYER)), Reader(streams.open(BUYER))
    other = Reader(streams.open(OTHER))
    await other.hears(1)
    await streams.hear([written(BUYER, 3)])
    for reader in (first, second):
        await reader.hears(2)
    event = first.heard[1].decode()
    assert event.startswith("id: fact-3\nevent: entry\ndata: {")
    assert event.endswith("}\n\n")
    assert orjson.loads(event.split("data: ")[1]) == {
        "id": "entry-1",
        "occasion": "demand-matches",
        "count": 3,
        "title": "Kopi",
        "title_en": "Coffee",
    }
    assert second.heard[1:] == first.heard[1:]
    assert len(other.heard) == 1


async def test_a_silent_stream_gives_a_sign_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.01)
    async with running() as streams:
        reader = Reader(streams.open(BUYER))
        await reader.hears(3)
        assert reader.heard[1].startswith(b":")


async def test_a_reader_that_leaves_is_forgotten(streams: Streams) -> None:
    reader = Reader(streams.open(BUYER))
    await reader.hears(1)
    assert len(streams) == 1
    reader.leaves.set()
    await reader.answer
    assert len(streams) == 0


async def test_a_reader_that_lags_far_behind_is_let_go_and_the_others_hear_on(
    streams: Streams,
) -> None:
    slow, quick = Reader(streams.open(BUYER)), Reader(streams.open(BUYER))
    await slow.hears(1)
    slow.reads.clear()
    for count in range(WAITING_EVENTS + 2):
        await streams.hear([written(BUYER, count)])
        await quick.hears(count + 2)
    async with asyncio.timeout(5):
        await slow.answer
    assert len(streams) == 1
    assert not quick.answer.done()


async def test_a_reader_that_takes_nothing_for_too_long_is_let_go(
    streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STUCK_SECONDS", 0.05)
    reader = Reader(streams.open(BUYER))
    await reader.hears(1)
    reader.reads.clear()
    await streams.hear([written(BUYER)])
    async with asyncio.timeout(5):
        await reader.answer
    assert len(streams) == 0


async def test_all_streams_end_when_the_service_drains() -> None:
    health = Health()
    streams = Streams(health)
    running = asyncio.create_task(streams.run())
    await asyncio.sleep(0)
    readers = [Reader(streams.open(party)) for party in (BUYER, BUYER, OTHER)]
    for reader in readers:
        await reader.hears(1)
    health.draining = True
    async with asyncio.timeout(5):
        await asyncio.gather(running, *(reader.answer for reader in readers))
    assert len(streams) == 0


async def test_nobody_is_kept_waiting_on_a_service_that_does_not_hear_yet() -> None:
    reader = Reader(Streams(Health()).open(BUYER))
    async with asyncio.timeout(5):
        await reader.answer


def last_id(event: bytes) -> str:
    [line] = [line for line in event.decode().splitlines() if line.startswith("id: ")]
    return line.removeprefix("id: ")


async def test_a_stream_that_broke_off_goes_on_after_the_last_event_that_was_read(
    streams: Streams,
) -> None:
    first = Reader(streams.open(BUYER))
    await first.hears(1)
    for count in (1, 2, 3):
        await streams.hear([written(BUYER, count)])
    await first.hears(4)
    for read in (0, 1, 2, 3):
        again = Reader(streams.open(BUYER, last_id(first.heard[read])))
        await again.hears(4 - read)
        assert again.heard[1:] == first.heard[read + 1 :]


async def test_who_may_have_missed_what_is_forgotten_is_told_to_reload(streams: Streams) -> None:
    early = Reader(streams.open(BUYER))
    await early.hears(1)
    for count in range(EVENTS_EACH + 1):
        await streams.hear([written(BUYER, count)])
    long_ago = f"at-{time.time() * 1000 - 3_600_000:.0f}"
    for last in ("fact-0", "of another house", long_ago, last_id(early.heard[0])):
        reader = Reader(streams.open(BUYER, last))
        await reader.hears(2)
        assert reader.heard[1] == b"event: reload\ndata: {}\n\n", last
    current = Reader(streams.open(BUYER, f"fact-{EVENTS_EACH}"))
    await streams.hear([written(BUYER, 99)])
    await current.hears(2)
    assert last_id(current.heard[1]) == "fact-99"


def test_what_was_told_lately_takes_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_module, "PARTIES", 3)
    recent = Recent()
    recent.begin()
    position = recent.position
    for party in range(5):
        for event in range(2 * EVENTS_EACH):
            recent.note(f"buyer:{party}", f"{party}-{event}", b"")
    assert len(recent._told) == 3
    assert len(recent.since("buyer:4", f"4-{EVENTS_EACH}") or ()) == EVENTS_EACH - 1
    assert recent.since("buyer:0", "0-31") is None
    assert recent.since("buyer:9", position) is None


async def test_so_many_streams_are_open_and_no_more(
    streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_STREAMS", 2)
    readers = [Reader(streams.open(BUYER)) for _ in range(2)]
    with pytest.raises(TooManyStreams):
        streams.open(OTHER)
    readers[0].leaves.set()
    await readers[0].answer
    streams.open(OTHER)
