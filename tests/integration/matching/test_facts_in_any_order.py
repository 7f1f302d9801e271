"""Facts come late, twice and in any order, and what fits what is the same in the end."""

import random

import pytest

from contracts.fact import Fact
from tests import trade
from tests.integration.matching.desks import Desk, enveloped

CRISPS = ("KB-1", "PR-1")


async def test_who_comes_first_makes_no_difference(desk: Desk) -> None:
    posted = await desk.posts(trade.demand("KB-1"), trade.demand("KB-2", keywords=["kopi"]))
    await desk.hears(*posted)
    assert await desk.matches() == {}
    await desk.hears(trade.listed("PR-1"))
    offered_last = await desk.matches()

    later = await desk.posts(trade.demand("KB-3"))
    await desk.hears(*later)
    wanted_last = await desk.matches()
    assert wanted_last.keys() == {("KB-1", "PR-1"), ("KB-3", "PR-1")}
    assert wanted_last["KB-3", "PR-1"] == offered_last[CRISPS]


STORY: list[Fact] = [
    trade.listed("PR-1"),
    trade.listed("PR-1", version=2, price=15_000),
    trade.listed("PR-1", version=3, capacity_per_month=800),
    trade.listed("PR-2", name="Kripik singkong asin"),
    trade.withdrawn("PR-2", version=2),
    trade.listed("PR-3"),
    trade.withdrawn("PR-3", version=2),
    trade.listed("PR-3", version=3, price=15_000),
    trade.listed("PR-4"),
    trade.withdrawn("PR-4", version=2),
    trade.listed("PR-4", version=3),
    trade.withdrawn("PR-4", version=4),
    trade.listed("PR-5", name="Kopi robusta", name_en="Robusta coffee"),
]
OUTCOME = {
    ("KB-1", "PR-1"): 0.9153,  # 0.13 x 0.6 less for 800 of 2,000, 0.04 x 0.168 for 59 km
    ("KB-1", "PR-3"): 0.9253,  # 0.17 x 0.4 less for a price of 1.2 times the limit
}


@pytest.mark.parametrize("seed", range(8))
async def test_the_same_facts_twice_and_shuffled_end_in_the_same_state(
    desk: Desk, seed: int
) -> None:
    chance = random.Random(seed)
    posted = await desk.posts(trade.demand("KB-1"))
    deliveries = enveloped(*STORY, *posted) * 2
    chance.shuffle(deliveries)
    while deliveries:
        size = chance.randint(1, 6)
        await desk.handles(deliveries[:size])
        del deliveries[:size]
    assert await desk.matches() == pytest.approx(OUTCOME, abs=0.0001)


async def test_one_batch_with_all_of_it_ends_there_too(desk: Desk) -> None:
    posted = await desk.posts(trade.demand("KB-1"))
    await desk.hears(*reversed(STORY), *posted)
    assert await desk.matches() == pytest.approx(OUTCOME, abs=0.0001)


async def test_what_was_heard_before_changes_and_tells_nothing(desk: Desk) -> None:
    story = enveloped(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    await desk.handles(story)
    before = await desk.mongo["outbox"].count_documents({})
    await desk.handles(story)
    await desk.hears(trade.listed("PR-1"))  # told again under another id, as a retelling does
    assert await desk.versions() == {CRISPS: 1}
    assert await desk.mongo["outbox"].count_documents({}) == before


async def test_a_changed_product_touches_its_own_matches_alone(desk: Desk) -> None:
    posted = await desk.posts(trade.demand("KB-1"), trade.demand("KB-2"))
    await desk.hears(*posted, trade.listed("PR-1"), trade.listed("PR-2"))
    await desk.hears(trade.listed("PR-1", version=2, price=15_000))
    assert await desk.versions() == {
        ("KB-1", "PR-1"): 2,
        ("KB-2", "PR-1"): 2,
        ("KB-1", "PR-2"): 1,
        ("KB-2", "PR-2"): 1,
    }
    assert await desk.told("KB-1", "PR-1") == [("found", 1), ("found", 2)]
    assert await desk.told("KB-1", "PR-2") == [("found", 1)]


async def test_a_change_that_no_match_shows_is_not_told(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.listed("PR-1", version=2, description="Renyah."))
    assert await desk.versions() == {CRISPS: 1}


async def test_a_product_that_becomes_something_else_loses_its_matches(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.listed("PR-1", version=2, name="Kopi", name_en="Coffee"))
    assert await desk.matches() == {}
    assert await desk.told(*CRISPS) == [("found", 1), ("lost", 2)]


async def test_a_withdrawn_product_loses_its_matches_and_finds_them_again(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.withdrawn("PR-1", version=2))
    assert await desk.matches() == {}
    await desk.hears(trade.listed("PR-1", version=3))
    assert (await desk.matches()).keys() == {CRISPS}
    assert await desk.told(*CRISPS) == [("found", 1), ("lost", 2), ("found", 3)]


async def test_a_withdrawn_product_is_offered_to_no_later_demand(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"))
    await desk.hears(trade.withdrawn("PR-1", version=2))
    await desk.hears(*await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.listed("PR-1", version=1))
    assert await desk.matches() == {}


async def test_a_withdrawn_demand_loses_its_matches_for_good(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    await desk.hears(await desk.withdraws("KB-1"))
    await desk.hears(trade.listed("PR-2"))
    assert await desk.matches() == {}
    assert await desk.told(*CRISPS) == [("found", 1), ("lost", 2)]


async def test_a_demand_that_is_stated_anew_is_matched_anew(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"), *await desk.posts(trade.demand("KB-1")))
    before = await desk.matches()
    await desk.hears(*await desk.posts(trade.demand("KB-1", price_limit=10_000)))
    after = await desk.matches()
    assert before[CRISPS] - after[CRISPS] == pytest.approx(0.17 * 0.4, abs=0.0001)
    assert await desk.versions() == {CRISPS: 2}


async def test_goods_of_one_edition_are_not_offered_in_another(desk: Desk) -> None:
    await desk.hears(*await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.listed("PR-1", of="h2o-2026"))
    assert await desk.matches() == {}


async def test_of_two_withdrawals_in_one_batch_the_later_counts(desk: Desk) -> None:
    await desk.hears(*await desk.posts(trade.demand("KB-1")))
    await desk.hears(trade.withdrawn("PR-1", version=4), trade.withdrawn("PR-1", version=2))
    await desk.hears(trade.listed("PR-1", version=3))
    assert await desk.matches() == {}
