"""A broker states demands for many end buyers, with when they pay, and follows them all."""

from typing import Any

import pytest

from kernel.envelope import Envelope
from tests import trade
from tests.integration.matching.requests import Market
from tests.rooms import Room


@pytest.fixture
async def market(matching: Room, edition: str, heard: list[Envelope]) -> Market:
    market = Market(matching, edition)
    await market.opens(payment_days=30)
    return market


async def _end_buyers(market: Market) -> dict[str, Any]:
    path = f"/editions/{market.edition}/buyers/PB-1/end-buyers"
    return {one["name"]: one for one in (await market.buyer.gets(path))["items"]}


async def test_a_broker_follows_what_it_stated_for_each_end_buyer(market: Market) -> None:
    path = f"/editions/{market.edition}/demands"
    for code, name in (("KB-2", "Toko Sari, Den Haag"), ("KB-3", "TOKO SARI, Den  Haag")):
        stated = trade.demand(code, title="Keripik singkong", end_buyer=name)
        assert (await market.buyer.posts(path, stated)).body["posted_by"] == "tester"
    await market.asks()
    await market.quotes(1)
    found = await _end_buyers(market)
    assert [demand["code"] for demand in found["Toko Sari, Den Haag"]["demands"]] == [
        "KB-2",
        "KB-3",
    ]
    [own] = found[""]["demands"]
    assert (own["request"], own["quotes"], own["matches"]) == ("open", 1, 3)
    assert own["posted_by"]
    refused = await market.other_buyer.asks(
        "GET", f"/editions/{market.edition}/buyers/PB-1/end-buyers"
    )
    assert refused.status == 403


async def test_who_stated_a_demand_is_kept_when_it_is_changed_or_imported(market: Market) -> None:
    path = f"/editions/{market.edition}/demands"
    stated = trade.demand("KB-4", title="Keripik singkong")
    posted = (await market.buyer.posts(path, stated)).body
    seen = {"if-match": '"1"'}
    body = stated | {"volume_per_month": 2_100}
    changed = await market.organiser.asks("PUT", f"{path}/KB-4", seen, json=body)
    assert (changed.status, changed.body["posted_by"]) == (200, posted["posted_by"])


async def test_an_exhibitor_that_wants_its_money_sooner_is_marked_in_the_comparison(
    market: Market,
) -> None:
    await market.asks()
    await market.quotes(1, credit_days=45)
    await market.quotes(2, deposit=30)
    await market.quotes(3, credit_days=14)
    compared = await market.buyer.gets(f"{market.rfqs}/KB-1/comparison")
    assert compared["rfq"]["payment_days"] == 30
    sooner = {line["quote"]["product_code"]: line["paid_sooner"] for line in compared["lines"]}
    assert sooner == {"PR-1": False, "PR-2": True, "PR-3": True}
    listed = await market.buyer.gets(f"/editions/{market.edition}/matches", demand="KB-1")
    texts = [r["text"] for r in listed["items"][0]["reasons"] if r["part"] == "terms"]
    assert "tanyakan apakah peserta dapat menunggu" in texts[0]
