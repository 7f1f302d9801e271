"""The deal ledger through the door: from an award or from nothing, by both sides, and its sums."""

import asyncio
import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kernel.clock import now
from kernel.envelope import Envelope
from tests.integration.matching.requests import BUYER_NAME, Market, seen
from tests.rooms import Person, Room
from tests.waiting import until


@pytest.fixture
async def market(matching: Room, edition: str, heard: list[Envelope]) -> Market:
    market = Market(matching, edition)
    await market.opens()
    return market


def step(kind: str = "contract", value: int = 20_000_000, volume: int = 2_000) -> dict[str, Any]:
    return {"kind": kind, "value": value, "volume": volume, "day": now().date().isoformat()}


async def _opened(market: Market, by: Person, **said: Any) -> str:
    path = f"/editions/{market.edition}/deals"
    answer = await by.posts(path, {"title": "Keripik", "unit": "pak", **said})
    assert answer.status == 201, answer
    return f"{path}/{answer.body['code']}"


async def test_an_accepted_award_begins_a_deal_that_both_sides_fill(
    market: Market, heard: list[Envelope]
) -> None:
    await market.asks()
    quote = await market.quotes(1)
    await market.awards((quote, 2_000))
    await market.exhibitor(1).posts(f"{market.rfqs}/KB-1/quotes/PR-1/acceptance", {})
    path = f"/editions/{market.edition}/deals"
    [begun] = (await market.buyer.gets(path))["items"]
    assert (begun["from_award"], begun["buyer_name"], begun["steps"]) == (True, BUYER_NAME, [])
    assert (await market.exhibitor(1).gets(path))["items"] == [begun]
    assert (await market.exhibitor(2).gets(path))["items"] == []

    deal = f"{path}/{begun['code']}"
    recorded = await market.exhibitor(1).posts(f"{deal}/steps", step("sample", 0, 10))
    assert recorded.body["steps"][0]["state"] == "one-sided"
    confirmed = await market.buyer.asks(
        "POST", f"{deal}/steps/0/confirmation", headers=seen(recorded.body)
    )
    assert confirmed.body["steps"][0]["state"] == "confirmed"
    stale = await market.buyer.asks(
        "POST", f"{deal}/steps/0/confirmation", headers=seen(recorded.body)
    )
    assert (stale.status, stale.code) == (412, "stale-version")
    funnel = await market.organiser.gets(f"/editions/{market.edition}/matches/funnel")
    way = ("matched", "asked", "quoted", "accepted", "deals", "leads")
    assert [funnel[step] for step in way] == [1, 1, 1, 1, 1, 0]

    def told() -> list[tuple[Any, ...]]:
        facts = [fact for fact in heard if fact.subject == f"deal:{market.edition}:{begun['code']}"]
        return [(fact.data["by"], fact.data["state"]) for fact in facts]

    async def both_are_told() -> bool:
        return len(told()) == 2

    await until(both_are_told)
    assert told() == [("exhibitor", "one-sided"), ("buyer", "confirmed")]


async def test_sides_that_differ_are_shown_to_differ_until_one_corrects(market: Market) -> None:
    deal = await _opened(market, market.buyer, exhibitor_code="PS-1")
    await market.exhibitor(1).posts(f"{deal}/steps", step())
    differing = await market.buyer.asks("PUT", f"{deal}/steps/0", json=step(value=18_000_000))
    shown = differing.body["steps"][0]
    assert (shown["state"], shown["buyer"]["value"], shown["exhibitor"]["value"]) == (
        "disagreed",
        18_000_000,
        20_000_000,
    )
    sums = (await market.organiser.gets(f"/editions/{market.edition}/deals/totals"))["steps"]
    assert sums["contract"]["without_unconfirmed"] == 0
    assert sums["contract"]["with_unconfirmed"] == 18_000_000
    assert sums["contract"]["at_most"] == 20_000_000
    await market.exhibitor(1).asks("PUT", f"{deal}/steps/0", json=step(value=18_000_000))
    after = (await market.buyer.gets(deal))["steps"][0]
    assert (after["state"], len(after["history"])) == ("confirmed", 3)
    sums = (await market.organiser.gets(f"/editions/{market.edition}/deals/totals"))["steps"]
    assert sums["contract"]["without_unconfirmed"] == 18_000_000


async def test_steps_recorded_at_the_same_moment_are_one_step(market: Market) -> None:
    deal = await _opened(market, market.buyer, exhibitor_code="PS-1")
    answers = await asyncio.gather(
        *(market.exhibitor(1).posts(f"{deal}/steps", step()) for _ in range(4)),
        market.buyer.posts(f"{deal}/steps", step()),
    )
    assert {answer.status for answer in answers} <= {201, 409}
    [only] = (await market.buyer.gets(deal))["steps"]
    assert len(only["history"]) == 1


async def test_an_exhibitor_records_what_it_did_outside_and_with_whom_it_knows(
    market: Market,
) -> None:
    outside = await _opened(market, market.exhibitor(1), buyer_name="Toko Bu Sri")
    assert (await market.exhibitor(1).gets(outside))["outside"] is True
    known = await _opened(market, market.exhibitor(1), demand_code="KB-1")
    assert (await market.buyer.gets(known))["exhibitor_code"] == "PS-1"
    await market.asks(demand_code="KB-1", anonymous=True)
    hidden = await market.exhibitor(1).posts(
        f"/editions/{market.edition}/deals",
        {"title": "Keripik", "unit": "pak", "demand_code": "KB-1"},
    )
    assert (hidden.status, hidden.code) == (403, "name-withheld")
    assert BUYER_NAME not in str(hidden.body)


async def test_a_deal_is_between_two_and_nobody_else(market: Market) -> None:
    deal = await _opened(market, market.exhibitor(1), buyer_name="Toko Bu Sri")
    for who in (
        market.exhibitor(2),
        market.buyer,
        market.room.by("buyer"),
        market.room.by("exhibitor"),
    ):
        for method, path in (("GET", deal), ("POST", f"{deal}/steps"), ("PUT", f"{deal}/steps/0")):
            answer = await who.asks(method, path, json=step())
            assert (answer.status, answer.code) == (404, "no-deal")
    for who in (market.room.by("buyer"), market.room.by("exhibitor")):
        assert (await who.gets(f"/editions/{market.edition}/deals"))["items"] == []
    assert (await market.room.by("visitor").asks("GET", deal)).status == 403
    assert (await market.organiser.asks("POST", f"{deal}/steps", json=step())).status == 403
    for path in ("totals", "export"):
        answer = await market.buyer.asks("GET", f"/editions/{market.edition}/deals/{path}")
        assert answer.status == 403


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("unknown-unit", {"unit": "sloki", "exhibitor_code": "PS-1"}),
        ("no-exhibitor", {"exhibitor_code": "PS-404"}),
        ("invalid", {}),
        ("invalid", {"title": ""}),
    ],
)
async def test_a_broken_deal_is_refused(market: Market, code: str, said: dict[str, Any]) -> None:
    path = f"/editions/{market.edition}/deals"
    answer = await market.buyer.posts(path, {"title": "Keripik", "unit": "pak"} | said)
    assert (answer.status in (404, 422), answer.code) == (True, code)
    assert (await market.buyer.gets(path))["items"] == []


async def test_the_office_takes_the_ledger_home_in_two_forms(market: Market) -> None:
    deal = await _opened(market, market.exhibitor(1), buyer_name="=cmd|' /C calc'!A0")
    await market.exhibitor(1).posts(f"{deal}/steps", step())
    path = f"/editions/{market.edition}/deals/export"
    as_csv = await market.organiser.asks("GET", path)
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    [header, row] = csv.reader(StringIO(as_csv.body))
    read = dict(zip(header, row, strict=True))
    assert read["pembeli"] == "'=cmd|' /C calc'!A0"
    assert (read["nilai_peserta"], read["nilai_pembeli"]) == ("20000000", "")
    headers = market.organiser._headers
    async with market.room.client.get(f"/v1{path}?format=xlsx", headers=headers) as answer:
        assert answer.headers["content-disposition"].endswith('.xlsx"')
        sheet = load_workbook(BytesIO(await answer.read())).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.rows)[1]][2] == read["pembeli"]


async def test_an_assistant_records_for_the_side_it_acts_for(market: Market) -> None:
    deal = await _opened(market, market.buyer, exhibitor_code="PS-1")
    for party, side in (("exhibitor", "PS-1"), ("buyer", "PB-1")):
        helper = market.room.by("assistant", f"{party}:{market.edition}:{side}")
        if party == "exhibitor":
            recorded = await helper.posts(f"{deal}/steps", step())
        else:
            recorded = await helper.asks("PUT", f"{deal}/steps/0", json=step())
        assert recorded.body["steps"][0][party]["value"] == 20_000_000
    assert recorded.body["steps"][0]["state"] == "confirmed"
    other = market.room.by("assistant", f"exhibitor:{market.edition}:PS-2")
    assert (await other.asks("GET", deal)).status == 404
    free = await market.room.by("assistant").posts(f"{deal}/steps", step("sample"))
    assert (free.status, free.code) == (403, "forbidden")
