"""The private broker and database are real, survive faults and keep what they were told."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aio_pika

from deploy.local.backends import Backends
from kernel.mongo import Mongo


@contextmanager
def reach(backends: Backends) -> Iterator[Mongo]:
    mongo = Mongo(backends.mongo_url, "fair")
    try:
        yield mongo
    finally:
        mongo.close()


async def test_the_database_is_the_primary_of_a_set_and_takes_transactions(
    backends: Backends,
) -> None:
    with reach(backends) as fair:
        stands = fair["stands"]
        await fair.transaction(lambda: stands.insert_one({"_id": "A-01"}, session=fair.session))
        assert await stands.count_documents({}) == 1


async def test_the_broker_confirms_a_message(backends: Backends) -> None:
    connection = await aio_pika.connect(backends.amqp_url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True)
        queue = await channel.declare_queue("stands", durable=True)
        await channel.default_exchange.publish(aio_pika.Message(b"A-01"), queue.name)
        received = await queue.get(timeout=5)
        assert received is not None
        assert received.body == b"A-01"


async def test_a_killed_database_comes_back_with_what_it_acknowledged(backends: Backends) -> None:
    with reach(backends) as fair:
        await fair["visits"].insert_one({"_id": 1})
    await backends.kill_database()
    await backends.start_database()
    with reach(backends) as fair:
        assert await fair["visits"].find_one({"_id": 1}) is not None


async def test_a_set_moved_to_other_ports_still_becomes_primary(
    tmp_path: Path, first_port: int
) -> None:
    first, moved = (Backends(tmp_path, first_port + ports) for ports in (100, 200))
    try:
        await first.start_database()
        with reach(first) as fair:
            await fair["stands"].insert_one({"_id": "B-02"})
        await first.kill_database()
        await moved.start_database()
        with reach(moved) as fair:
            assert await fair["stands"].find_one({"_id": "B-02"}) is not None
    finally:
        await first.kill()
        await moved.kill()


def test_the_brokers_password_is_for_its_owner_alone(backends: Backends) -> None:
    assert (backends.broker.folder / "password").stat().st_mode & 0o077 == 0
    assert backends.broker.folder.stat().st_mode & 0o077 == 0


def test_the_signals_of_faults_reach_the_node_itself(backends: Backends) -> None:
    backends.broker.node.send(signal.SIGSTOP)
    status = Path(f"/proc/{backends.broker.node.pid}/status").read_text()
    backends.broker.node.send(signal.SIGCONT)
    assert "beam.smp" in status
