"""Servers whose addresses are given: used as they are when they fit, refused when they do not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local import given
from deploy.local.backends import Backends
from deploy.local.database import find_mongod
from deploy.local.given import GivenBroker, GivenDatabase
from deploy.local.processes import Process
from deploy.local.trouble import SetupError
from deploy.local.web import answers


@pytest.fixture
async def mongod_alone(tmp_path: Path, first_port: int) -> AsyncIterator[str]:
    """A mongod outside any set; it answers HTTP with a hint, which shows that it listens."""
    port = first_port + 100
    url = f"127.0.0.1:{port}"
    argv = [find_mongod(), "--dbpath", str(tmp_path), "--port", str(port), "--nounixsocket"]
    server = Process("mongod", argv, log=tmp_path / "log", ready=lambda: answers(f"http://{url}/"))
    await server.start()
    yield f"mongodb://{url}/"
    await server.kill()


async def test_a_replica_set_and_a_broker_that_answer_are_taken_and_outlive_us(
    backends: Backends,
) -> None:
    for taken in (GivenDatabase(backends.mongo_url), GivenBroker(backends.amqp_url)):
        await taken.start()
        await taken.stop()
    assert backends.broker.node.running
    assert backends.database.server.running


async def test_a_database_outside_a_set_is_refused_with_the_way_to_make_one(
    mongod_alone: str, first_port: int
) -> None:
    with pytest.raises(SetupError) as refusal:
        await GivenDatabase(mongod_alone).start()
    assert f"MONGO_URL (127.0.0.1:{first_port + 100}) is a single server" in str(refusal.value)
    assert "--replSet" in str(refusal.value)


async def test_a_broker_that_does_not_know_us_is_refused_without_showing_the_password(
    backends: Backends,
) -> None:
    port = backends.broker.ports.rabbitmq
    wrong = f"amqp://pendopo:not-the-one@127.0.0.1:{port}/"
    with pytest.raises(SetupError) as refusal:
        await GivenBroker(wrong).start()
    assert f"AMQP_URL (127.0.0.1:{port}) does not let us in" in str(refusal.value)
    assert "not-the-one" not in str(refusal.value)


async def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(SetupError, match=r"MONGO_URL .* does not begin with mongodb://"):
        await GivenDatabase("localhost").start()


async def test_a_database_that_is_not_there_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(given, "PATIENCE_SECONDS", 0.5)
    wrong = "mongodb://me:s3cret@127.0.0.1:1/"
    with pytest.raises(SetupError) as refusal:
        await GivenDatabase(wrong).start()
    assert "MONGO_URL (127.0.0.1:1) does not answer" in str(refusal.value)
    assert "s3cret" not in str(refusal.value)
