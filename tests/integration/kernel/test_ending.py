"""SIGTERM: what is under way is answered, what takes too long is cut off, nothing stays behind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import aio_pika
import aiohttp
import pytest

from deploy.local.backends import Backends
from deploy.local.services import Service
from kernel.envelope import Envelope
from kernel.topology import EXCHANGE
from tests.slow import Noted
from tests.waiting import until

OFFSET = 150
CALLERS = 16


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
        "SLOW_DRAIN_SECONDS": "1",
        "SLOW_LONGEST_DRAIN_SECONDS": "2",
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


class Crowd:
    """Callers behind a balancer: they ask without a pause for as long as the service is ready."""

    def __init__(self, service: Service) -> None:
        self._service, self._numbers = service, count()
        self._is_ready = True
        self.kept: list[str] = []
        self.refused: list[object] = []

    async def call(self) -> None:
        """Until the service says that it is not ready; then requests under way are waited for."""
        async with aiohttp.ClientSession(self._service.url) as http:
            await asyncio.gather(self._watch(), *(self._leave_notes(http) for _ in range(CALLERS)))

    async def _watch(self) -> None:
        async def is_not_ready() -> bool:
            return not await self._service.is_ready()

        await until(is_not_ready)
        self._is_ready = False

    async def _leave_notes(self, http: aiohttp.ClientSession) -> None:
        while self._is_ready:
            note = f"note-{next(self._numbers)}"
            try:
                async with http.post(f"/v1/notes/{note}") as answer:
                    (self.kept if answer.status == 200 else self.refused).append(note)
            except aiohttp.ClientError as error:
                self.refused.append(error)


@asynccontextmanager
async def _hearing(amqp_url: str) -> AsyncIterator[set[str]]:
    """Whose notes were told of, as whoever keeps that fact hears them."""
    heard: set[str] = set()
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("test.notes", durable=True)
        await queue.bind(EXCHANGE, Noted.type)

        async def hear(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            heard.add(Envelope.from_bytes(message.body).subject)

        await queue.consume(hear, no_ack=True)
        yield heard


async def test_under_load_no_request_fails_and_no_fact_is_lost(
    slow: Service, amqp_url: str
) -> None:
    async with _hearing(amqp_url) as heard:
        crowd = Crowd(slow)
        calling = asyncio.create_task(crowd.call())

        async def many_have_called() -> bool:
            return len(crowd.kept) > 5 * CALLERS

        await until(many_have_called)
        under_way = asyncio.create_task(_waited(slow, 2))
        before = len(crowd.kept)
        assert await slow.stop() == 0
        await calling
        assert await under_way == 2
        assert crowd.refused == []
        assert len(crowd.kept) > before, "it went on answering until nobody was sent to it"

        async def all_are_heard() -> bool:
            return heard == set(crowd.kept)

        await until(all_are_heard)


async def test_a_request_that_takes_too_long_does_not_keep_the_service_from_ending(
    slow: Service,
) -> None:
    asking = asyncio.create_task(_waited(slow, 60))
    await asyncio.sleep(0.3)
    assert await slow.stop() == 0
    with pytest.raises(aiohttp.ClientError):
        await asking
