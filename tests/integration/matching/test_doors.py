"""Demands and matches as people see them: each their own, the office all."""

from typing import Any

import pytest

from tests import trade
from tests.rooms import Person, Room
from tests.waiting import until


@pytest.fixture
async def market(matching: Room, edition: str) -> str:
    """Two buyers with a demand each, and crisps of two exhibitors that fit both."""
    organiser = matching.by("organiser")
    buyers = [trade.buyer("PB-1"), trade.buyer("PB-2", name="Hotel Lawang Sewu", kind="hotel")]
    await organiser.makes(f"/editions/{edition}/buyers", *buyers)
    demands = [trade.demand("KB-1"), trade.demand("KB-2", buyer_code="PB-2")]
    await organiser.makes(f"/editions/{edition}/demands", *demands)
    await matching.hears(
        trade.listed("PR-1", of=edition),
        trade.listed("PR-2", of=edition, exhibitor_code="PS-2", price=15_000),
    )
    await until(lambda: _has_matches(matching, edition, 4))
    return edition


async def _has_matches(matching: Room, edition: str, number: int) -> bool:
    summary = await matching.anybody.gets(f"/editions/{edition}/matches/summary")
    return bool(summary["matches"] == number and summary["waiting_demands"] == 0)


async def _pairs(person: Person, edition: str, **choice: str) -> list[tuple[str, str]]:
    page = await person.gets(f"/editions/{edition}/matches", **choice)
    return [(match["demand_code"], match["product_code"]) for match in page["items"]]


async def _codes(person: Person, edition: str, **choice: str) -> list[str]:
    page = await person.gets(f"/editions/{edition}/demands", **choice)
    return [demand["code"] for demand in page["items"]]


async def test_an_office_sees_all_demands_with_their_matches(matching: Room, market: str) -> None:
    page = await matching.by("ops").gets(f"/editions/{market}/demands")
    assert [(d["code"], d["buyer_name"], d["matches"]) for d in page["items"]] == [
        ("KB-1", "Swalayan Simpang Lima", 2),
        ("KB-2", "Hotel Lawang Sewu", 2),
    ]
    assert page["items"][0]["best"] == pytest.approx(0.9933, abs=0.0001)
    assert await _codes(matching.by("organiser"), market, buyer="PB-2") == ["KB-2"]


async def test_a_buyer_sees_its_own_demands_and_matches_alone(matching: Room, market: str) -> None:
    for role in ("buyer", "broker"):
        buyer = matching.by(role, f"buyer:{market}:PB-2")
        assert await _codes(buyer, market) == ["KB-2"]
        assert await _codes(buyer, market, buyer="PB-1") == ["KB-2"]
        assert await _pairs(buyer, market) == [("KB-2", "PR-1"), ("KB-2", "PR-2")]
        assert await _pairs(buyer, market, demand="KB-1") == []
        assert await _pairs(buyer, market, exhibitor="PS-2") == [("KB-2", "PR-2")]
        answer = await buyer.asks("GET", f"/editions/{market}/demands/KB-1")
        assert (answer.status, answer.code) == (403, "forbidden")
        assert (await buyer.gets(f"/editions/{market}/demands/KB-2"))["matches"] == 2


async def test_an_exhibitor_sees_its_own_matches_alone(matching: Room, market: str) -> None:
    exhibitor = matching.by("exhibitor", f"exhibitor:{market}:PS-2")
    assert await _pairs(exhibitor, market) == [("KB-1", "PR-2"), ("KB-2", "PR-2")]
    assert await _pairs(exhibitor, market, product="PR-1") == []
    assert await _pairs(exhibitor, market, demand="KB-1") == [("KB-1", "PR-2")]
    answer = await exhibitor.asks(
        "GET", f"/editions/{market}/matches", params={"exhibitor": "PS-1"}
    )
    assert (answer.status, answer.code) == (403, "forbidden")
    answer = await exhibitor.asks("GET", f"/editions/{market}/demands")
    assert (answer.status, answer.code) == (403, "forbidden")


async def test_who_acts_for_nobody_sees_nothing(matching: Room, market: str) -> None:
    for role in ("buyer", "exhibitor"):
        assert await _pairs(matching.by(role), market) == []


async def test_an_office_names_what_it_wants_to_see(matching: Room, market: str) -> None:
    organiser = matching.by("organiser")
    assert await _pairs(organiser, market, demand="KB-1") == [("KB-1", "PR-1"), ("KB-1", "PR-2")]
    assert await _pairs(organiser, market, product="PR-2") == [("KB-1", "PR-2"), ("KB-2", "PR-2")]
    answer = await organiser.asks("GET", f"/editions/{market}/matches")
    assert (answer.status, answer.code) == (422, "invalid")


@pytest.mark.parametrize("path", ["demands", "demands/KB-1", "matches", "buyers"])
async def test_visitors_and_strangers_see_neither(matching: Room, market: str, path: str) -> None:
    visitor = await matching.by("visitor").asks("GET", f"/editions/{market}/{path}")
    assert (visitor.status, visitor.code) == (403, "forbidden")
    stranger = await matching.anybody.asks("GET", f"/editions/{market}/{path}")
    assert (stranger.status, stranger.code) == (401, "unauthenticated")


async def test_a_match_gives_seven_reasons_in_two_languages(matching: Room, market: str) -> None:
    page = await matching.by("organiser").gets(f"/editions/{market}/matches", product="PR-2")
    [match, _] = page["items"]
    assert match["score"] == pytest.approx(0.9253, abs=0.0001)
    reasons = {reason["part"]: reason for reason in match["reasons"]}
    assert reasons.keys() == {"goods", "volume", "price", "papers", "place", "terms", "time"}
    assert reasons["price"] == {
        "part": "price",
        "direction": "against",
        "value": 0.6,
        "weight": 0.17,
        "text": "Harga Rp15.000 per pak, 20\u00a0% di atas batas Rp12.500.",
        "text_en": "Priced at Rp15,000 per pak, 20% above the limit of Rp12,500.",
    }


async def test_matches_come_best_first_and_each_once_over_pages(
    matching: Room, edition: str
) -> None:
    organiser = matching.by("organiser")
    await organiser.makes(f"/editions/{edition}/buyers", trade.buyer())
    await organiser.makes(f"/editions/{edition}/demands", trade.demand())
    prices = [12_000] * 4 + [13_000] * 4 + [14_000] * 3
    await matching.hears(
        *(trade.listed(f"PR-{n:02}", of=edition, price=price) for n, price in enumerate(prices))
    )
    await until(lambda: _has_matches(matching, edition, 11))
    pages = await organiser.reads_on(f"/editions/{edition}/matches", demand="KB-1", limit=3)
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    listed: list[dict[str, Any]] = [match for page in pages for match in page]
    assert [match["product_code"] for match in listed] == [f"PR-{n:02}" for n in range(11)]
    assert [match["score"] for match in listed] == sorted(
        (match["score"] for match in listed), reverse=True
    )


async def test_a_page_after_a_place_that_is_none_is_refused(matching: Room, market: str) -> None:
    """`eB94` is "x" and "x", which no score is."""
    answer = await matching.by("organiser").asks(
        "GET", f"/editions/{market}/matches", params={"demand": "KB-1", "after": "eB94"}
    )
    assert (answer.status, answer.code) == (422, "unknown-cursor")


async def test_a_buyer_posts_for_itself_alone(matching: Room, market: str) -> None:
    buyer = matching.by("buyer", f"buyer:{market}:PB-1")
    path = f"/editions/{market}/demands"
    assert (await buyer.posts(path, trade.demand("KB-3"))).status == 201
    again = await buyer.posts(path, trade.demand("KB-3"))
    assert (again.status, again.code) == (409, "code-taken")
    other = await buyer.posts(path, trade.demand("KB-4", buyer_code="PB-2"))
    assert (other.status, other.code) == (403, "forbidden")
    broken = await buyer.posts(path, trade.demand("KB-5", volume_per_month=0))
    assert (broken.status, broken.code) == (422, "invalid")


async def test_a_changed_demand_is_matched_anew_and_no_other(matching: Room, market: str) -> None:
    path = f"/editions/{market}/demands/KB-1"
    buyer = matching.by("buyer", f"buyer:{market}:PB-1")
    tags = {"if-match": '"1"'}
    other = await matching.by("buyer", f"buyer:{market}:PB-2").asks(
        "PUT", path, json=trade.demand("KB-1"), headers=tags
    )
    assert (other.status, other.code) == (403, "forbidden")
    blind = await buyer.asks("PUT", path, json=trade.demand("KB-1"))
    assert (blind.status, blind.code) == (428, "version-required")

    changed = trade.demand("KB-1", keywords=["ikan asin"], category="perikanan")
    answer = await buyer.asks("PUT", path, json=changed, headers=tags)
    assert (answer.status, answer.body["version"], answer.headers["etag"]) == (200, 2, '"2"')
    late = await buyer.asks("PUT", path, json=changed, headers=tags)
    assert (late.status, late.code) == (412, "stale-version")

    await until(lambda: _has_matches(matching, market, 2))
    assert await _pairs(buyer, market) == []
    page = await matching.by("organiser").gets(f"/editions/{market}/matches", demand="KB-2")
    assert [match["version"] for match in page["items"]] == [1, 1]


async def test_a_demand_needs_a_buyer_and_an_edition(matching: Room, market: str) -> None:
    organiser = matching.by("organiser")
    form = trade.demand("KB-3", buyer_code="PB-404")
    answer = await organiser.posts(f"/editions/{market}/demands", form)
    assert (answer.status, answer.code) == (404, "no-buyer")
    answer = await organiser.posts("/editions/atlantis/buyers", trade.buyer())
    assert (answer.status, answer.code) == (404, "no-edition")


async def test_a_closed_demand_is_gone_with_its_matches(matching: Room, market: str) -> None:
    closing = f"/editions/{market}/demands/KB-1/withdrawal"
    other = await matching.by("buyer", f"buyer:{market}:PB-2").posts(closing)
    assert (other.status, other.code) == (403, "forbidden")
    buyer = matching.by("buyer", f"buyer:{market}:PB-1")
    assert (await buyer.posts(closing)).body["status"] == "withdrawn"
    again = await buyer.posts(closing)
    assert (again.status, again.code) == (409, "already-withdrawn")
    await until(lambda: _has_matches(matching, market, 2))
    assert await _codes(buyer, market) == []
    assert await _pairs(buyer, market) == []


async def test_demands_and_matches_follow_their_buyer_to_its_new_name(
    matching: Room, market: str
) -> None:
    organiser = matching.by("organiser")
    await organiser.makes(f"/editions/{market}/buyers", trade.buyer("PB-1", name="Swalayan Baru"))
    demands = (await organiser.gets(f"/editions/{market}/demands"))["items"]
    assert [(demand["buyer_name"], demand["version"]) for demand in demands] == [
        ("Swalayan Baru", 2),
        ("Hotel Lawang Sewu", 1),
    ]

    async def matches_have_followed() -> bool:
        page = await organiser.gets(f"/editions/{market}/matches", demand="KB-1")
        return {match["buyer_name"] for match in page["items"]} == {"Swalayan Baru"}

    await until(matches_have_followed)


async def test_only_the_office_sees_and_registers_buyers(matching: Room, market: str) -> None:
    path = f"/editions/{market}/buyers"
    listed = (await matching.by("assistant").gets(path))["items"]
    assert [buyer["code"] for buyer in listed] == ["PB-1", "PB-2"]
    answer = await matching.by("buyer", f"buyer:{market}:PB-1").posts(path, trade.buyer("PB-3"))
    assert (answer.status, answer.code) == (403, "forbidden")
