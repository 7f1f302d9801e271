"""SIGTERM: what is under way is answered, what takes too long is cut off, nothing stays behind."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from deploy.local.backends import Backends
from deploy.local.services import Service

OFFSET = 150


@pytest.fixture
async def slow(
    backends: Backends, amqp_url: str, database_name: str, tmp_path: Path
) -> AsyncIterator[Service]:
    port = backends.broker.ports.rabbitmq + OFFSET
    env = {
        "MONGO_URL": backends.mongo_url,
        "AMQP_URL": amqp_url,
        "SLOW_PORT": str(port),
        "SLOW_DATABASE": database_name,
    }
    service = Service("slow", env, module="tests.slow", log=tmp_path / "slow.log")
    await service.start()
    yield service
    if service.running:
        await service.kill()


async def _waited(service: Service, seconds: float) -> float:
    url = f"{service.url}/v1/slow/{seconds}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return float((await answer.json())["waited"])


async def test_a_request_under_way_is_answered_before_the_service_ends(slow: Service) -> None:
    asking = asyncio.create_task(_waited(slow, 1.5))
    await asyncio.sleep(0.3)
    assert await slow.stop() == 0
    assert await asking == 1.5


async def test_a_request_that_takes_too_long_does_not_keep_the_service_from_ending(
    slow: Service,
) -> None:
    asking = asyncio.create_task(_waited(slow, 60))
    await asyncio.sleep(0.3)
    began = time.monotonic()
    assert await slow.stop() == 0
    assert time.monotonic() - began < 20
    with pytest.raises(aiohttp.ClientError):
        await asking


async def test_a_service_lives_without_a_broker_and_is_not_ready(
    backends: Backends, database_name: str, tmp_path: Path
) -> None:
    port = backends.broker.ports.rabbitmq + OFFSET
    env = {
        "MONGO_URL": backends.mongo_url,
        "AMQP_URL": "amqp://nobody@127.0.0.1:1/",
        "SLOW_PORT": str(port),
        "SLOW_DATABASE": database_name,
    }
    service = Service("slow", env, module="tests.slow", log=tmp_path / "slow.log")
    await service.spawn()
    async with aiohttp.ClientSession() as http:
        status = await _first_status(http, f"{service.url}/livez")
        assert status == 200
        async with http.get(f"{service.url}/readyz") as answer:
            checks = (await answer.json())["checks"]
            assert (answer.status, checks["mongo"]) == (503, "ok")
            assert checks["rabbitmq"] != "ok"
    assert await service.stop() == 0


async def _first_status(http: aiohttp.ClientSession, url: str) -> int:
    for _ in range(600):
        try:
            async with http.get(url) as answer:
                return answer.status
        except aiohttp.ClientError:
            await asyncio.sleep(0.05)
    raise AssertionError(f"{url} never answered")
