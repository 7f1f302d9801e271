"""The API passes through: whole, streamed, and well behaved when a service is not."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from services.gateway import upstreams
from services.gateway.upstreams import FAILURES_TO_OPEN, OPEN_SECONDS
from tests.integration.gateway import answers
from tests.integration.gateway.behind import PIECE, Behind
from tests.integration.gateway.running import Gateway

LARGE = 50 * 2**20
MEMORY = 24 * 2**20
PAGE = 4096
EDITIONS = "/api/v1/editions"
IMPORTS = f"{EDITIONS}/{answers.EDITION['id']}/demands/imports"


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


class Memory:
    """The most memory this process (gateway, service and caller in one) took meanwhile."""

    def __init__(self) -> None:
        self.grown = 0

    async def __aenter__(self) -> "Memory":
        self._before = _resident()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            self.grown = max(self.grown, _resident() - self._before)
            await asyncio.sleep(0.01)


async def _large_body() -> AsyncIterator[bytes]:
    for _ in range(LARGE // len(PIECE)):
        yield PIECE


async def test_what_a_service_answers_is_what_the_caller_gets(gateway: Gateway) -> None:
    async with gateway.client.get(EDITIONS) as answer:
        assert answer.status == 200
        assert await answer.json() == {"items": [answers.EDITION], "next": None, "total": 1}
        assert len(answer.headers.getall("x-correlation-id")) == 1
        assert len(answer.headers.getall("date")) == 1


async def test_a_large_upload_streams_through_without_being_kept(
    gateway: Gateway, behind: Behind
) -> None:
    async with Memory() as memory, gateway.client.post(IMPORTS, data=_large_body()) as answer:
        assert answer.status == 201
    assert behind.received == LARGE
    assert behind.digest == hashlib.sha256(PIECE * (LARGE // len(PIECE))).hexdigest()
    assert memory.grown < MEMORY


async def test_a_large_answer_streams_through_without_being_kept(gateway: Gateway) -> None:
    size = 0
    async with Memory() as memory, gateway.client.get("/api/v1/products/large?megabytes=50") as a:
        async for piece in a.content.iter_any():
            size += len(piece)
    assert size == LARGE
    assert memory.grown < MEMORY


async def test_a_caller_that_leaves_in_the_middle_of_an_upload_does_no_harm(
    gateway: Gateway, behind: Behind
) -> None:
    port = gateway.settings.port
    for _ in range(FAILURES_TO_OPEN + 1):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST {EDITIONS} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n"
        writer.write(head.encode() + PIECE)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.close()
        await writer.wait_closed()
    async with gateway.client.get(EDITIONS) as answer:
        assert answer.status == 200


async def test_the_query_travels_unchanged(gateway: Gateway, behind: Behind) -> None:
    query = "q=gula%20semut+%26%2F&after=a%3D%3D"
    assert await _status(gateway, f"{EDITIONS}?{query}") == 200
    assert behind.requests[-1].raw_path == f"/v1/editions?{query}"


async def test_headers_of_this_hop_and_cookies_stay_here(gateway: Gateway, behind: Behind) -> None:
    sent = {
        "authorization": "Bearer abc",
        "cookie": "pendopo_session=secret",
        "connection": "keep-alive, x-private",
        "x-private": "1",
        "te": "trailers",
        "if-match": '"3"',
        "x-correlation-id": "from-the-caller",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    }
    async with gateway.client.get("/api/v1/inbox", headers=sent) as answer:
        assert answer.headers["x-correlation-id"] == "from-the-caller"
    got = behind.requests[-1].headers
    assert got["authorization"] == "Bearer abc"
    assert got["if-match"] == '"3"'
    assert got["x-correlation-id"] == "from-the-caller"
    assert got["traceparent"].split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert not {"cookie", "te", "x-private"} & {name.lower() for name in got}


async def test_a_kept_connection_that_was_closed_is_not_the_callers_trouble(
    gateway: Gateway, behind: Behind
) -> None:
    for _ in range(5):
        async with gateway.client.get(EDITIONS) as answer:
            assert answer.status == 200
        await behind.hang_up()


async def test_a_service_that_is_away_is_a_problem_and_soon_costs_nothing(
    gateway: Gateway, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1000.0
    monkeypatch.setattr(upstreams, "time", SimpleNamespace(monotonic=lambda: moment))
    await behind.go()
    for _ in range(FAILURES_TO_OPEN + 1):
        async with gateway.client.get(EDITIONS) as answer:
            assert answer.status == 503
            assert answer.content_type == "application/problem+json"
            problem = await answer.json()
    assert (problem["code"], problem["service"]) == ("service-away", "catalogue")
    assert answer.headers["retry-after"]

    await behind.come()
    asked = len(behind.requests)
    async with gateway.client.get(EDITIONS) as answer:
        assert answer.status == 503, "an open breaker spares the service"
    assert len(behind.requests) == asked
    moment += OPEN_SECONDS
    async with gateway.client.get(EDITIONS) as answer:
        assert answer.status == 200


async def test_unknown_and_unsafe_paths_reach_nobody(gateway: Gateway, behind: Behind) -> None:
    asked = len(behind.requests)
    for path, status in (
        ("/api/v1/nothing", 404),
        ("/api/v1/editions/%2e%2e/inbox", 400),
        ("/api/v1/editions//products", 400),
        ("/api/v1/editions/a%2Fb", 400),
        ("/api/v1/editions/../../metrics", 400),
    ):
        assert await _status(gateway, path) == status, path
    assert len(behind.requests) == asked


async def _status(gateway: Gateway, path: str) -> int:
    """The status for a path sent as it is, which no well-kept client does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.settings.port)
    writer.write(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


async def test_many_callers_are_served_side_by_side(gateway: Gateway) -> None:
    async def slow() -> int:
        async with gateway.client.get("/api/v1/products/slow?seconds=0.3") as answer:
            return answer.status

    started = time.monotonic()
    assert set(await asyncio.gather(*(slow() for _ in range(40)))) == {200}
    assert time.monotonic() - started < 3
