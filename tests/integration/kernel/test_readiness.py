"""`/readyz` follows what the service leans on, away and back; `/livez` does not."""

import signal
from collections.abc import AsyncIterator

import aiohttp
import pytest

from deploy.local.backends import Backends
from deploy.local.processes import Process
from deploy.local.services import Service
from tests.names import database_names, virtual_host
from tests.waiting import until

OFFSET = 151


@pytest.fixture(scope="module")
async def slow(
    backends: Backends, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Service]:
    """A service that was started while its broker was away."""
    async with virtual_host(backends) as amqp_url, database_names(backends.mongo_url) as database:
        env = {
            "MONGO_URL": backends.mongo_url,
            "AMQP_URL": amqp_url,
            "SLOW_PORT": str(backends.broker.ports.rabbitmq + OFFSET),
            "SLOW_DATABASE": database,
        }
        log = tmp_path_factory.mktemp("slow") / "log"
        service = Service("slow", env, module="tests.slow", log=log)
        await backends.kill_broker()
        await service.spawn()
        yield service
        if not backends.broker.node.running:
            await backends.start_broker()
        assert await service.stop() == 0


async def _asks(service: Service, path: str) -> tuple[int, dict[str, str]]:
    """Status and what each dependency says; 0 while nobody answers."""
    try:
        async with (
            aiohttp.ClientSession(service.url) as http,
            http.get(path) as answer,
        ):
            return answer.status, (await answer.json()).get("checks", {})
    except aiohttp.ClientError:
        return 0, {}


async def _becomes(service: Service, status: int, **checks: bool) -> None:
    async def has() -> bool:
        answered, said = await _asks(service, "/readyz")
        well = {name: said.get(name) == "ok" for name in checks}
        return (answered, well) == (status, checks)

    await until(has, seconds=60)


async def test_a_service_that_starts_without_a_broker_lives_and_waits(
    slow: Service, backends: Backends
) -> None:
    await _becomes(slow, 503, mongo=True, rabbitmq=False)
    assert (await _asks(slow, "/livez"))[0] == 200
    await backends.start_broker()
    await _becomes(slow, 200, mongo=True, rabbitmq=True, start=True)


@pytest.mark.parametrize("name", ["mongo", "rabbitmq"])
async def test_a_frozen_dependency_is_noticed_and_so_is_its_return(
    name: str, slow: Service, backends: Backends
) -> None:
    frozen: Process = {"mongo": backends.database.server, "rabbitmq": backends.broker.node}[name]
    await _becomes(slow, 200, **{name: True})
    frozen.send(signal.SIGSTOP)
    try:
        await _becomes(slow, 503, **{name: False})
        assert (await _asks(slow, "/livez"))[0] == 200
    finally:
        frozen.send(signal.SIGCONT)
    await _becomes(slow, 200, **{name: True})
