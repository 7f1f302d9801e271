"""What operations can do to a service: dead letters, switches, chores that go on after a crash."""

from collections.abc import AsyncIterator, Sequence
from typing import Any, ClassVar

import aio_pika
import pytest

from contracts.fact import Fact
from deploy.local.backends import Backends
from kernel.bus import Bus
from kernel.chores import Chores, Kind, LeaseLost, Step
from kernel.envelope import Envelope
from kernel.events import Events
from kernel.mongo import Mongo
from kernel.service import Service
from kernel.settings import ServiceSettings
from kernel.switches import Switches
from tests.names import database_names, virtual_host
from tests.rooms import Person, Room, settings_of
from tests.signing import KeyServer
from tests.waiting import until

REASON = "sebabnya sudah diperbaiki"


class Rung(Fact):
    """Somebody rang."""

    type: ClassVar[str] = "test.bell.rung.v1"


class Ear:
    """Cannot stand some bells."""

    def __init__(self) -> None:
        self.cannot_stand: set[str] = set()
        self.heard: list[str] = []


@pytest.fixture(scope="module")
async def room(backends: Backends, mongo_url: str) -> AsyncIterator[Room]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        settings = settings_of(ServiceSettings, mongo_url, amqp_url, database, keys)
        async with Room(lambda: _with_an_ear(settings), keys) as room:
            yield room


def _with_an_ear(settings: ServiceSettings) -> Service:
    service, ear = Service("test", settings), Ear()
    events = Events("test.ear", delays=(0.05,))

    @events.on(Rung)
    async def listen(facts: Sequence[Rung], ear: Ear) -> None:
        if refused := ear.cannot_stand & {fact.subject for fact in facts}:
            raise ValueError(f"too loud: {refused}")
        ear.heard += [fact.subject for fact in facts]

    service.provide(ear)
    service.listens(events)
    service.holds(events, "delayed-matching")
    return service


async def _ring(room: Room, *names: str) -> None:
    bus = Bus(room.service.settings.amqp_url, "test")
    await bus.connect()
    facts = [Rung(subject=name, version=1, edition="") for name in names]
    await bus.publish([Envelope.of(fact, "test") for fact in facts])
    await bus.close()


async def _letters(ops: Person, number: int) -> list[dict[str, Any]]:
    async def have_come() -> bool:
        page = await ops.gets("/ops/dead-letters")
        return len(page["items"]) == number

    await until(have_come)
    items: list[dict[str, Any]] = (await ops.gets("/ops/dead-letters"))["items"]
    return items


async def test_a_dead_letter_tells_why_and_is_handed_back_once_its_cause_is_mended(
    room: Room,
) -> None:
    ear, ops = room.provided(Ear), room.by("ops")
    ear.cannot_stand = {"gong"}
    await _ring(room, "gong", "chime")
    (letter,) = await _letters(ops, 1)
    assert letter["queue"] == "test.ear"
    assert letter["subject"] == "gong"
    assert "too loud" in letter["error"]
    assert letter["attempts"] == 2
    assert "chime" in ear.heard

    ask = {"letter": letter["id"], "reason": REASON}
    assert (await ops.posts("/ops/dead-letters/replay", ask)).body["state"] == "replayed"
    (again,) = await _letters(ops, 1)
    assert again["id"] == letter["id"], "its cause was not mended, so it died once more"

    ear.cannot_stand = set()
    await ops.posts("/ops/dead-letters/replay", ask)

    async def is_heard() -> bool:
        return "gong" in ear.heard

    await until(is_heard)
    assert await _letters(ops, 0) == []
    twice = await ops.posts("/ops/dead-letters/replay", ask)
    assert (twice.status, twice.code) == (409, "dead-letter-settled")
    assert ear.heard.count("gong") == 1


async def test_what_is_no_fact_can_be_given_up(room: Room) -> None:
    ops = room.by("ops")
    async with await aio_pika.connect(room.service.settings.amqp_url) as connection:
        channel = await connection.channel()
        await channel.default_exchange.publish(aio_pika.Message(b"hello"), "test.ear")
    (letter,) = await _letters(ops, 1)
    assert letter["error"].startswith("not a fact")
    ask = {"letter": letter["id"], "reason": "bukan fakta"}
    given_up = (await ops.posts("/ops/dead-letters/discard", ask)).body
    assert (given_up["state"], given_up["reason"]) == ("discarded", "bukan fakta")
    assert await _letters(ops, 0) == []


async def test_a_letter_that_is_not_there_cannot_be_settled(room: Room) -> None:
    ask = {"letter": "test.ear:nobody", "reason": REASON}
    answer = await room.by("ops").posts("/ops/dead-letters/replay", ask)
    assert (answer.status, answer.code) == (404, "no-dead-letter")
    speechless = await room.by("ops").posts("/ops/dead-letters/discard", {"letter": "x:y"})
    assert speechless.code == "invalid"


async def test_read_only_lets_nobody_change_anything_but_the_switch(room: Room) -> None:
    ops = room.by("ops")
    await _throw(ops, "read-only", on=True)
    refused = await room.by("organiser").posts("/nothing")
    assert (refused.status, refused.code) == (503, "read-only")
    assert refused.headers["retry-after"] == "60"
    assert (await room.anybody.asks("GET", "/nothing")).status == 404
    await _throw(ops, "read-only", on=False)
    assert (await room.by("organiser").posts("/nothing")).status == 404


async def _throw(ops: Person, name: str, *, on: bool) -> None:
    answer = await ops.asks("PUT", f"/ops/switches/{name}", json={"on": on, "reason": REASON})
    assert answer.status == 200, answer


async def test_a_replica_follows_a_switch_that_another_was_told_of(room: Room) -> None:
    other = Switches(room.service.mongo)
    await other.read()
    await other.set("delayed-matching", True, REASON, "ops")

    async def follows() -> bool:
        return room.service.switches.is_on("delayed-matching")

    await until(follows, seconds=5)
    await other.set("delayed-matching", False, REASON, "ops")


async def test_facts_wait_in_their_queue_while_it_is_held(room: Room) -> None:
    ear, ops = room.provided(Ear), room.by("ops")
    await _throw(ops, "delayed-matching", on=True)
    await _ring(room, "first", "second")
    async with await aio_pika.connect(room.service.settings.amqp_url) as connection:
        channel = await connection.channel()

        async def lie_in_the_queue() -> bool:
            queue = await channel.declare_queue("test.ear", passive=True)
            return queue.declaration_result.message_count == 2

        await until(lie_in_the_queue)
    assert not {"first", "second"} & set(ear.heard)
    await _throw(ops, "delayed-matching", on=False)

    async def are_heard() -> bool:
        return {"first", "second"} <= set(ear.heard)

    await until(are_heard)


class Sheep:
    """Ten things, counted two at a time; the counting may break off."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self.breaks_at = -1

    @property
    def kind(self) -> Kind:
        return Kind("count-sheep", self.count, self.size)

    async def size(self, _: str) -> int:
        return 10

    async def count(self, _: str, cursor: str) -> Step:
        at = int(cursor or 0)
        await self._mongo["sheep"].insert_many(
            [{"_id": at}, {"_id": at + 1}], session=self._mongo.session
        )
        if at == self.breaks_at:
            raise RuntimeError("the shepherd fell asleep")
        return Step(2, str(at + 2) if at < 8 else None)


async def test_a_migration_goes_on_behind_its_last_step_and_runs_once_in_a_database(
    mongo_url: str, database_name: str
) -> None:
    mongo = Mongo(mongo_url, database_name)
    sheep = Sheep(mongo)
    for breaks_at in (4, -1, -1):  # the third start finds nothing to do
        sheep.breaks_at = breaks_at
        chores = Chores(mongo)
        chores.migrates(sheep.kind)
        await chores.ensure()
        await mongo["chores"].update_many({}, {"$set": {"lease_until": None}})
        if chore := await chores._claim():
            if breaks_at >= 0:
                with pytest.raises(RuntimeError, match="asleep"):
                    await chores._finish(chore)
                assert await mongo["sheep"].count_documents({}) == 4
            else:
                assert chore.cursor == "4"
                await chores._finish(chore)
    assert await mongo["sheep"].count_documents({}) == 10
    (done,) = await chores.recent()
    assert (done.state, done.done, done.total) == ("done", 10, 10)
    mongo.close()


async def test_of_two_replicas_one_works_and_the_other_cannot_go_on_with_its_work(
    mongo_url: str, database_name: str
) -> None:
    mongo = Mongo(mongo_url, database_name)
    one, other = Chores(mongo), Chores(mongo)
    for chores in (one, other):
        chores.migrates(Sheep(mongo).kind)
        await chores.ensure()
    claimed = await one._claim()
    assert claimed is not None
    assert await other._claim() is None
    await mongo["chores"].update_many({}, {"$set": {"lease_until": None}})  # it froze for long
    assert await other._claim() is not None
    with pytest.raises(LeaseLost):
        await one._finish(claimed)
    mongo.close()
