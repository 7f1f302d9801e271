"""Public answers are told again without asking, until a fact says otherwise or nobody answers."""

import time
from unittest.mock import patch

import pytest

from contracts.catalogue import ProductWithdrawn
from kernel.bus import Bus
from kernel.envelope import Envelope
from services.gateway.caching import cache
from services.gateway.upstreams import OPEN_SECONDS
from tests.integration.gateway import answers
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import BUYER, Gateway
from tests.waiting import until

E = answers.EDITION["id"]
CODE = answers.PRODUCTS[0]["code"]
PRODUCT = f"/api/v1/editions/{E}/products/{CODE}"
STALE = "pendopo; hit; ttl=-1; detail=service-away"


@pytest.fixture(autouse=True)
async def warm(office: Office) -> None:
    assert await _whence(office.gateway) in ("pendopo; hit", "pendopo; fwd=miss")


async def _whence(gateway: Gateway, path: str = PRODUCT, **headers: str) -> str:
    async with gateway.client.get(path, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        return answer.headers["cache-status"]


async def _asked(office: Office) -> int:
    return len([one for one in office.behind.requests if one.path == PRODUCT.removeprefix("/api")])


async def test_api_and_pages_share_what_is_kept_whoever_asks(office: Office) -> None:
    asked = await _asked(office)
    bearer = await office.gateway.bearer(BUYER.email)
    assert await _whence(office.gateway, **bearer) == "pendopo; hit"
    async with office.gateway.client.get(f"/produk/{CODE}") as page:
        assert page.status == 200
        assert "cache-status" not in page.headers
    assert await _asked(office) == asked


async def test_who_has_the_answer_is_told_so(office: Office) -> None:
    client = office.gateway.client
    async with client.get(PRODUCT) as answer:
        tag = answer.headers["etag"]
        assert answer.headers["cache-control"] == "public, no-cache"
    async with client.get(PRODUCT, headers={"if-none-match": f'"x", W/{tag}'}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
        assert answer.headers["etag"] == tag
    async with client.get(PRODUCT, headers={"if-none-match": '"x"'}) as answer:
        assert answer.status == 200


async def test_a_fact_spoils_what_is_made_from_its_thing_alone(office: Office) -> None:
    gateway, other = office.gateway, f"/api/v1/editions/{E}/products/{answers.PRODUCTS[1]['code']}"
    await _whence(gateway, other)
    bus = Bus(gateway.settings.amqp_url, "catalogue")
    await bus.connect()
    fact = ProductWithdrawn(
        subject=f"product:{E}:{CODE}", version=2, edition=E, exhibitor=f"exhibitor:{E}:KOP-01"
    )
    await bus.publish([Envelope.of(fact, "catalogue")])
    await bus.close()

    async def is_asked_anew() -> bool:
        return await _whence(gateway) == "pendopo; fwd=miss"

    await until(is_asked_anew, 5)
    assert await _whence(gateway, other) == "pendopo; hit"


async def test_what_somebody_changes_through_this_door_is_asked_anew(office: Office) -> None:
    async with office.gateway.client.post("/api/v1/editions", data=b"{}") as answer:
        assert answer.status == 201
    async with office.gateway.client.get("/api/v1/editions") as answer:
        assert answer.headers["cache-status"] == "pendopo; fwd=miss"


async def test_while_the_catalogue_is_away_what_is_kept_is_told_and_marked(office: Office) -> None:
    gateway, behind = office.gateway, office.behind
    async with gateway.client.get(f"/produk/{CODE}") as page:
        assert "Katalog sedang tidak menjawab" not in await page.text()
    await behind.go()
    with patch.object(cache, "time") as later:
        later.monotonic = lambda: 1e9
        assert await _fails(gateway)
        later.monotonic = lambda: time.monotonic() + 60
        assert await _whence(gateway) == STALE
        async with gateway.client.get(f"/produk/{CODE}") as page:
            assert page.status == 200
            assert page.headers["cache-status"] == STALE
            assert "Katalog sedang tidak menjawab" in await page.text()
        async with gateway.client.get(f"/en/products/{CODE}") as page:
            assert "The catalogue does not answer at the moment" in await page.text()
    await behind.come()

    async def is_back() -> bool:
        with patch.object(cache, "time") as later:
            later.monotonic = lambda: time.monotonic() + 60
            return await _whence(gateway) == "pendopo; fwd=miss"

    await until(is_back, OPEN_SECONDS + 2)


async def _fails(gateway: Gateway) -> bool:
    """What is older than anybody may be told is told to nobody."""
    async with gateway.client.get(PRODUCT) as answer:
        return answer.status == 503 and (await answer.json())["code"] == "service-away"


async def test_what_is_answered_how_is_counted(office: Office) -> None:
    async with office.gateway.client.get("/metrics") as answer:
        told = await answer.text()
    for outcome in ("hit", "miss", "stale"):
        [line] = [
            one for one in told.splitlines() if f'answers_total{{outcome="{outcome}"}}' in one
        ]
        assert float(line.split()[-1]) > 0
    assert "expo_cache_bytes" in told
