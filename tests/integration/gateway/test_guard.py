"""Who asks too often is told when to come back; under load those who come in are let in last."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.gateway.throttling.load import Load
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, Gateway

A_MINUTE = 12
SLOW = "/api/v1/products/slow?seconds=0.5"


@pytest.fixture
async def narrow(
    mongo_url: str, amqp_url: str, database_name: str, behind: Behind
) -> AsyncIterator[Gateway]:
    """A gateway that lets few do anything."""
    async with Gateway.before(
        behind.url,
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        database=database_name,
        requests_a_minute=A_MINUTE,
    ) as running:
        yield running


async def test_one_browser_is_held_back_and_another_of_its_network_is_not(narrow: Gateway) -> None:
    client, cookies = narrow.client, []
    for _ in range(2):
        async with client.get("/bantuan") as page:
            mark = page.cookies["pendopo_device"].value
            cookies.append({"cookie": f"pendopo_device={mark}"})
    for _ in range(A_MINUTE):
        async with client.get("/api/v1/categories", headers=cookies[0]) as answer:
            assert answer.status == 200
            assert answer.headers["ratelimit-policy"] == f'"device";q={A_MINUTE};w=60'
    async with client.get("/api/v1/categories", headers=cookies[0]) as answer:
        assert (answer.status, (await answer.json())["code"]) == (429, "too-many-requests")
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert answer.headers["ratelimit"].startswith('"device";r=0;t=')
    async with client.get("/bantuan", headers=cookies[0]) as page:
        assert page.status == 429
        assert page.headers["retry-after"]
        assert "Terlalu banyak permintaan" in await page.text()
        assert "default-src 'none'" in page.headers["content-security-policy"]
    async with client.get("/livez", headers=cookies[0]) as answer:
        assert answer.status == 200
    for headers in (cookies[1], {}, await narrow.bearer(BUYER.email)):
        async with client.get("/api/v1/categories", headers=headers) as answer:
            assert answer.status == 200


async def test_under_load_who_looks_around_waits_and_who_comes_in_does_not(
    gateway: Gateway,
) -> None:
    client, load = gateway.client, gateway.provided(Load)
    load._most = {"looking": 2, "working": 3, "entering": 10}

    async def looks(path: str) -> int:
        async with client.get(path) as answer:
            if answer.status == 503:
                assert answer.headers["retry-after"] == "2"
            return answer.status

    slow = [asyncio.create_task(looks(SLOW)) for _ in range(2)]
    await asyncio.sleep(0.1)
    assert await looks("/api/v1/categories") == 503
    assert await looks("/bantuan") == 503
    assert await looks("/masuk") == 200
    assert await gateway.bearer(BUYER.email)
    assert await asyncio.gather(*slow) == [200, 200]
    assert await looks("/api/v1/categories") == 200
