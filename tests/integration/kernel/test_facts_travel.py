"""A fact goes from its outbox through the broker to a handler: once, in spite of everything."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import ClassVar

import aio_pika
import pytest

from contracts.fact import Fact
from kernel.bus import Bus
from kernel.envelope import Envelope
from kernel.events import Events
from kernel.inbox import Inbox
from kernel.mongo import Mongo, passes_by_itself
from kernel.outbox import Outbox, Relay
from tests.waiting import until


class Rung(Fact):
    """Somebody rang."""

    type: ClassVar[str] = "test.bell.rung.v1"

    loud: int


class Whispered(Fact):
    """Somebody whispered; only who listens hears it."""

    type: ClassVar[str] = "test.bell.whispered.v1"
    lasting: ClassVar[bool] = False


class Unheard(Fact):
    """Somebody should have listened."""

    type: ClassVar[str] = "test.bell.unheard.v1"


class Bells:
    """Counts how often each bell was heard, in the transaction at hand."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self.refuses: set[str] = set()
        self.batches: list[int] = []

    async def hear(self, facts: Sequence[Rung]) -> None:
        if refused := self.refuses & {fact.subject for fact in facts}:
            raise ValueError(f"cannot stand {refused}")
        self.batches.append(len(facts))
        for fact in facts:
            await self._mongo["bells"].update_one(
                {"_id": fact.subject},
                {"$inc": {"heard": 1}},
                upsert=True,
                session=self._mongo.session,
            )

    async def heard(self) -> Counter[str]:
        found = self._mongo["bells"].find()
        return Counter({bell["_id"]: bell["heard"] async for bell in found})


def _rung(number: int, version: int = 1) -> Rung:
    return Rung(subject=f"bell-{number}", version=version, edition="", loud=number)


class House:
    """One service's worth of mechanism, without the service."""

    def __init__(self, mongo: Mongo, bus: Bus) -> None:
        self.mongo, self.bus = mongo, bus
        self.outbox, self.bells = Outbox(mongo, "test"), Bells(mongo)
        self.relay = Relay(mongo, bus, self.outbox)
        self.events = Events("test.bells", delays=(0.05, 0.1))

        @self.events.on(Rung)
        async def count_it(facts: Sequence[Rung], bells: Bells) -> None:
            await bells.hear(facts)

    async def listen(self) -> None:
        handle = self.events.handle_with(self.mongo, Inbox(self.mongo), {Bells: self.bells})
        await self.bus.consume(self.events.topology, handle, passes_by_itself)

    async def tell(self, *facts: Fact) -> None:
        await self.mongo.transaction(lambda: self.outbox.tell(facts))

    async def waiting(self) -> int:
        return await self.mongo["outbox"].count_documents({})


@asynccontextmanager
async def _house(mongo_url: str, amqp_url: str, database: str) -> AsyncIterator[House]:
    mongo, bus = Mongo(mongo_url, database), Bus(amqp_url, "test")
    await bus.connect()
    try:
        yield House(mongo, bus)
    finally:
        await bus.close()
        mongo.close()


@pytest.fixture
async def house(mongo_url: str, amqp_url: str, database_name: str) -> AsyncIterator[House]:
    async with _house(mongo_url, amqp_url, database_name) as house:
        await house.listen()
        relay = asyncio.create_task(house.relay.run())
        yield house
        relay.cancel()
        await asyncio.gather(relay, return_exceptions=True)


async def test_every_fact_is_handled_once_and_leaves_the_outbox(house: House) -> None:
    for start in range(0, 1000, 100):
        await house.tell(*(_rung(number) for number in range(start, start + 100)))

    async def all_heard() -> bool:
        return len(await house.bells.heard()) == 1000

    await until(all_heard)
    assert set((await house.bells.heard()).values()) == {1}
    assert await house.waiting() == 0
    assert max(house.bells.batches) > 1, "facts that gathered were not taken as a batch"


async def test_facts_that_need_not_be_handled_at_once_wait_for_company(
    mongo_url: str, amqp_url: str, database_name: str
) -> None:
    async with _house(mongo_url, amqp_url, database_name) as house:
        patient = Events("test.patient", gather=1.0)

        @patient.on(Rung)
        async def count_it(facts: Sequence[Rung], bells: Bells) -> None:
            await bells.hear(facts)

        handle = patient.handle_with(house.mongo, Inbox(house.mongo), {Bells: house.bells})
        await house.bus.consume(patient.topology, handle, passes_by_itself)
        for number in range(5):
            await house.bus.publish([Envelope.of(_rung(number), "test")])

        async def all_heard() -> bool:
            return len(await house.bells.heard()) == 5

        await until(all_heard)
        assert house.bells.batches == [5]


async def test_a_fact_delivered_twice_takes_effect_once(house: House) -> None:
    await house.tell(*(_rung(number) for number in range(50)))
    kept = await house.mongo["outbox"].find().to_list(50)
    await house.mongo["outbox"].database["copies"].insert_many(kept)

    async def all_heard() -> bool:
        return len(await house.bells.heard()) == 50 and await house.waiting() == 0

    await until(all_heard)
    await house.mongo["outbox"].insert_many(kept)
    await house.tell(_rung(99))

    async def last_heard() -> bool:
        return "bell-99" in await house.bells.heard() and await house.waiting() == 0

    await until(last_heard)
    assert set((await house.bells.heard()).values()) == {1}


async def test_one_bad_fact_in_a_batch_ends_among_the_dead_and_spares_the_others(
    house: House, amqp_url: str
) -> None:
    house.bells.refuses = {"bell-13"}
    await house.tell(*(_rung(number) for number in range(30)))
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()

        async def is_dead() -> bool:
            queue = await channel.declare_queue("test.bells.dead", passive=True)
            return queue.declaration_result.message_count == 1

        await until(is_dead)
        dead = await (await channel.get_queue("test.bells.dead")).get(no_ack=True)
    assert "bell-13" in str(dead.headers["x-error"])
    assert dead.headers["x-attempt"] == "3", "two retries and then no more"
    assert set(await house.bells.heard()) == {f"bell-{n}" for n in range(30)} - {"bell-13"}


async def test_a_lasting_fact_waits_until_its_listener_exists(
    mongo_url: str, amqp_url: str, database_name: str
) -> None:
    async with _house(mongo_url, amqp_url, database_name) as house:
        await house.tell(_rung(1))
        await house.relay.sweep()
        assert await house.waiting() == 1, "nobody could hear it, so it must not be gone"
        await house.listen()
        later = asyncio.create_task(house.relay.run())

        async def gone() -> bool:
            return await house.waiting() == 0

        await until(gone)
        later.cancel()


async def test_facts_without_a_listener_hold_up_no_others(house: House) -> None:
    await house.tell(*(Unheard(subject=f"s-{n}", version=1, edition="") for n in range(600)))
    await house.tell(_rung(1))

    async def heard() -> bool:
        return bool(await house.bells.heard())

    await until(heard, seconds=4)


async def test_a_fact_for_the_moment_is_gone_when_nobody_listens(
    mongo_url: str, amqp_url: str, database_name: str
) -> None:
    async with _house(mongo_url, amqp_url, database_name) as house:
        await house.tell(Whispered(subject="bell-1", version=1, edition=""))
        await house.relay.sweep()
        assert await house.waiting() == 0


async def test_a_fact_outside_of_a_transaction_is_refused(house: House) -> None:
    with pytest.raises(RuntimeError, match="one transaction"):
        await house.outbox.tell([_rung(1)])


async def test_a_transaction_that_fails_tells_nothing(house: House) -> None:
    async def work() -> None:
        await house.outbox.tell([_rung(1)])
        raise KeyError("changed my mind")

    with pytest.raises(KeyError):
        await house.mongo.transaction(work)
    assert await house.waiting() == 0
    assert await house.bells.heard() == Counter()


async def test_only_one_of_two_relays_works(
    house: House, mongo_url: str, amqp_url: str, database_name: str
) -> None:
    async with _house(mongo_url, amqp_url, database_name) as other:
        await house.tell(_rung(1))

        async def heard() -> bool:
            return bool(await house.bells.heard())

        await until(heard)
        assert not await other.relay._hold_lease()
