"""Each fact is published once while nothing fails, whoever saved it and however many there are."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest

from contracts.fact import Fact
from kernel.bus import Bus, Outcome
from kernel.envelope import Envelope
from kernel.mongo import Mongo
from kernel.outbox import MOST_FRESH, Outbox, Relay
from tests.waiting import until


class Said(Fact):
    """Somebody said something that only who is there hears."""

    type: ClassVar[str] = "test.word.said.v1"
    lasting: ClassVar[bool] = False


class CountingBus(Bus):
    """Remembers what it was asked to publish, and can be out of reach."""

    def __init__(self, url: str) -> None:
        super().__init__(url, "test")
        self.published: Counter[str] = Counter()
        self.away = False

    async def publish(self, envelopes: Sequence[Envelope]) -> dict[str, Outcome]:
        if self.away:
            return {envelope.id: "disconnected" for envelope in envelopes}
        self.published.update(envelope.subject for envelope in envelopes)
        return await super().publish(envelopes)


class Replica:
    """One process of a service: its outbox and its relay."""

    def __init__(self, mongo: Mongo, bus: CountingBus) -> None:
        self.mongo, self.bus = mongo, bus
        self.outbox = Outbox(mongo, "test")
        self.relay = Relay(mongo, bus, self.outbox)

    async def says(self, *words: str) -> None:
        told = [Said(subject=word, version=1, edition="") for word in words]
        await self.mongo.transaction(lambda: self.outbox.tell(told))

    async def nothing_waits(self) -> bool:
        return not await self.mongo["outbox"].find_one({})


@asynccontextmanager
async def _replica(mongo_url: str, amqp_url: str, database: str) -> AsyncIterator[Replica]:
    mongo, bus = Mongo(mongo_url, database), CountingBus(amqp_url)
    await bus.connect()
    replica = Replica(mongo, bus)
    relaying = asyncio.create_task(replica.relay.run())
    try:
        yield replica
    finally:
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
        await bus.close()
        mongo.close()


@pytest.fixture
async def replica(mongo_url: str, amqp_url: str, database_name: str) -> AsyncIterator[Replica]:
    async with _replica(mongo_url, amqp_url, database_name) as replica:
        yield replica


async def test_what_this_process_saves_is_published_once_though_it_is_swept_too(
    replica: Replica,
) -> None:
    words = [f"word-{number}" for number in range(300)]
    for word in words:
        await replica.says(word)
        await asyncio.sleep(0.004)
    await until(replica.nothing_waits)
    assert replica.bus.published == Counter(words)


async def test_what_another_process_saves_is_published_by_the_one_with_the_lease(
    replica: Replica, mongo_url: str, amqp_url: str, database_name: str
) -> None:
    await replica.says("first")
    await until(replica.nothing_waits)
    async with _replica(mongo_url, amqp_url, database_name) as other:
        await other.says("second")
        await until(replica.nothing_waits)
        assert other.bus.published == Counter()
    assert replica.bus.published == Counter(["first", "second"])


async def test_what_others_save_is_watched_for_once_they_have_been_heard(
    replica: Replica,
    mongo_url: str,
    amqp_url: str,
    database_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await replica.says("first")
    async with _replica(mongo_url, amqp_url, database_name) as other:
        await other.says("second")
        await until(replica.nothing_waits)
        monkeypatch.setattr("kernel.outbox.BACKSTOP_SECONDS", 600.0)

        async def a_later_one_is_told() -> bool:
            await other.says("later")
            return replica.bus.published["later"] > 0

        await until(a_later_one_is_told)


async def test_more_than_fits_in_memory_waits_for_the_broker_and_is_published_once(
    replica: Replica,
) -> None:
    replica.bus.away = True
    words = [f"word-{number}" for number in range(MOST_FRESH + 500)]
    for start in range(0, len(words), 500):
        await replica.says(*words[start : start + 500])
    replica.bus.away = False
    await until(replica.nothing_waits)
    assert replica.bus.published == Counter(words)
