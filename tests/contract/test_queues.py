"""The queues that services keep at the broker, by name and by what becomes of a failed fact."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from aio_pika.abc import AbstractChannel

from docs.generate.language import event_doors, facts, rooms
from kernel.topology import EXCHANGE, Topology

DOORS = {door.queue: (room, door) for room in rooms() for door in event_doors(room)}
each_queue = pytest.mark.parametrize("queue", DOORS)


@dataclass
class _Queue:
    """Remembers which routing keys were bound to it."""

    arguments: dict[str, Any]
    durable: bool
    bound: set[str] = field(default_factory=set)

    async def bind(self, _exchange: object, routing_key: str) -> None:
        self.bound.add(routing_key)


class _Channel:
    """Remembers what was declared."""

    def __init__(self) -> None:
        self.exchanges: dict[str, tuple[str, bool]] = {}
        self.queues: dict[str, _Queue] = {}

    async def declare_exchange(self, name: str, kind: str, *, durable: bool) -> str:
        self.exchanges[name] = (kind, durable)
        return name

    async def declare_queue(self, name: str, *, durable: bool, arguments: Any) -> _Queue:
        self.queues[name] = _Queue(arguments, durable)
        return self.queues[name]


async def _declared(topology: Topology) -> _Channel:
    channel = _Channel()
    await topology.declare(cast("AbstractChannel", channel))
    return channel


@each_queue
def test_a_queue_is_named_after_its_consumer_and_its_purpose(queue: str) -> None:
    room, _ = DOORS[queue]
    consumer, purpose = queue.split(".")
    assert consumer == room
    assert purpose.isalpha()


def test_no_two_rooms_share_a_queue() -> None:
    assert len(DOORS) == sum(len(event_doors(room)) for room in rooms())


@each_queue
async def test_a_queue_is_bound_to_facts_that_somebody_tells(queue: str) -> None:
    topology = DOORS[queue][1].topology
    channel = await _declared(topology)
    assert channel.exchanges == {EXCHANGE: ("topic", True)}
    assert channel.queues[queue].bound == set(topology.types)
    assert channel.queues[queue].bound <= {fact.type for fact in facts()}


@each_queue
async def test_the_dead_letters_lie_beside_their_queue_and_go_nowhere(queue: str) -> None:
    queues = (await _declared(DOORS[queue][1].topology)).queues
    assert queues[queue].arguments["x-dead-letter-routing-key"] == f"{queue}.dead"
    assert "x-dead-letter-exchange" not in queues[f"{queue}.dead"].arguments
    assert "x-message-ttl" not in queues[f"{queue}.dead"].arguments


@each_queue
async def test_every_queue_survives_the_broker(queue: str) -> None:
    queues = (await _declared(DOORS[queue][1].topology)).queues
    assert all(declared.durable for declared in queues.values())
    assert {declared.arguments["x-queue-type"] for declared in queues.values()} == {"quorum"}


async def test_a_failed_fact_waits_longer_each_time_and_then_no_more() -> None:
    topology = Topology("room.door", ("a.b.c.v1",), delays=(1.0, 2.5))
    queues = (await _declared(topology)).queues
    assert queues.keys() == {
        "room.door",
        "room.door.dead",
        "room.door.retry.1000ms",
        "room.door.retry.2500ms",
    }
    second = queues["room.door.retry.2500ms"].arguments
    assert (second["x-message-ttl"], second["x-dead-letter-routing-key"]) == (2500, "room.door")
    rooms = [topology.waiting_room(attempt) for attempt in (1, 2, 3)]
    assert rooms == ["room.door.retry.1000ms", "room.door.retry.2500ms", None]
