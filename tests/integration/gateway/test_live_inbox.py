"""What notifications writes reaches open pages through a real broker and a real server."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest

from contracts.notifications import EntryWritten
from kernel.bus import Bus
from kernel.envelope import Envelope
from services.gateway.streams import Streams
from tests.integration.gateway.running import (
    BUYER,
    EXHIBITOR,
    PASSWORD,
    Gateway,
)
from tests.names import free_port
from tests.waiting import until

STREAM = "/api/v1/inbox/stream"
DRAINED_SECONDS = 5


def entry(party: str, count: int) -> EntryWritten:
    return EntryWritten(
        subject="0123456789abcdef01234567",
        version=count,
        edition="h2o-2026",
        party=party,
        occasion="demand-matches",
        count=count,
        title=f"{count} produk cocok",
        title_en=f"{count} products fit",
    )


@pytest.fixture
async def notifications(amqp_url: str) -> AsyncIterator[Bus]:
    """The producer's end of the broker."""
    bus = Bus(amqp_url, "notifications")
    await bus.connect()
    yield bus
    await bus.close()


async def tell(bus: Bus, *facts: EntryWritten) -> None:
    await bus.publish([Envelope.of(fact, "notifications") for fact in facts])


async def next_event(answer: aiohttp.ClientResponse) -> dict[str, str]:
    """The fields of the next event that is not a comment."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(10):
        while line := (await answer.content.readline()).decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
    return fields


@pytest.mark.parametrize("way", ["cookie", "bearer"])
async def test_a_written_entry_reaches_the_partys_open_page_within_a_second(
    gateway: Gateway, notifications: Bus, way: str
) -> None:
    sign_in = gateway.cookie if way == "cookie" else gateway.bearer
    async with gateway.client.get(STREAM, headers=await sign_in(BUYER.email)) as answer:
        assert answer.content_type == "text/event-stream"
        assert answer.headers["cache-control"] == "no-store"
        assert (await next_event(answer))["retry"] == "3000"
        started = time.monotonic()
        await tell(notifications, entry(EXHIBITOR.party, 1), entry(BUYER.party, 2))
        event = await next_event(answer)
        assert time.monotonic() - started < 1
    assert event["event"] == "entry"
    assert event["id"]
    told: dict[str, Any] = orjson.loads(event["data"])
    assert (told["id"], told["count"]) == ("0123456789abcdef01234567", 2)
    assert (told["title"], told["title_en"]) == ("2 produk cocok", "2 products fit")


async def test_a_stranger_hears_nothing(gateway: Gateway) -> None:
    async with gateway.client.get(STREAM) as answer:
        assert answer.status == 401


async def test_a_page_that_was_closed_is_forgotten_at_once(gateway: Gateway) -> None:
    streams = gateway.provided(Streams)
    answer = await gateway.client.get(STREAM, headers=await gateway.bearer(BUYER.email))
    await next_event(answer)
    assert len(streams) == 1
    answer.close()

    async def nobody_listens() -> bool:
        return len(streams) == 0

    await until(nobody_listens, 3)


async def test_a_page_that_stops_reading_is_let_go(gateway: Gateway, notifications: Bus) -> None:
    streams = gateway.provided(Streams)
    bearer = await gateway.bearer(BUYER.email)
    _, stuck = await asyncio.open_connection("127.0.0.1", gateway.settings.port, limit=1)
    stuck.write(
        f"GET {STREAM} HTTP/1.1\r\nhost: x\r\n"
        f"authorization: {bearer['authorization']}\r\n\r\n".encode()
    )

    async def listens() -> bool:
        return len(streams) == 1

    async def is_let_go() -> bool:
        large = entry(BUYER.party, 1).model_copy(update={"title": "x" * 400_000})
        await tell(notifications, *[large] * 8)
        return len(streams) == 0

    await until(listens)
    await until(is_let_go, 30)
    stuck.close()


async def test_many_open_pages_end_at_once_when_the_gateway_drains(gateway: Gateway) -> None:
    bearer = await gateway.bearer(BUYER.email)
    answers = [await gateway.client.get(STREAM, headers=bearer) for _ in range(50)]
    for answer in answers:
        await next_event(answer)
    started = time.monotonic()
    await gateway.stop()
    assert time.monotonic() - started < DRAINED_SECONDS
    for answer in answers:
        assert await answer.content.read() == b""


async def test_the_process_ends_soon_after_sigterm_though_a_page_is_open(
    mongo_url: str, amqp_url: str, database_name: str
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "MONGO_URL": mongo_url,
        "AMQP_URL": amqp_url,
        "KEYS_URL": f"{url}/.well-known/jwks.json",
        "GATEWAY_PORT": str(port),
        "GATEWAY_DATABASE": database_name,
        "GATEWAY_DEMO_PASSWORD": PASSWORD,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.gateway", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    async with aiohttp.ClientSession(url) as client:
        await until(lambda: _is_ready(client), 30)
        given = {"email": "pengunjung@pendopo.invalid", "password": PASSWORD}
        async with client.post("/api/v1/sessions", json=given) as signed_in:
            bearer = {"authorization": f"Bearer {(await signed_in.json())['token']}"}
        answer = await client.get(STREAM, headers=bearer)
        assert (await next_event(answer))["retry"] == "3000"
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(DRAINED_SECONDS):
            assert await process.wait() == 0


async def _is_ready(client: aiohttp.ClientSession) -> bool:
    try:
        async with client.get("/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
