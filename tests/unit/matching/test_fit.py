"""How the parts of a fit add up to a match, and what a match carries."""

from datetime import date

import pytest

from services.matching.fit import matched
from services.matching.weights import Weights
from tests.unit.matching.pairs import TODAY, demand, offer, paper


def test_a_score_is_the_weighted_sum_of_its_reasons() -> None:
    """0.44 + 0.13 x 0.4 + 0.17 x 0.6 + 0.1 x 0.5 + 0.04 x 0.832 + 0.08 + 0.04 = 0.7973."""
    match = matched(
        demand(papers=["PIRT", "HALAL"]),
        offer(capacity_per_month=800, price=15_000, papers=[paper("PIRT")]),
        TODAY,
    )
    assert match is not None
    told = [(reason.part, reason.value, reason.direction) for reason in match.reasons]
    assert told == [
        ("goods", 1, "for"),
        ("volume", 0.4, "against"),
        ("price", 0.6, "against"),
        ("papers", 0.5, "against"),
        ("place", 0.832, "for"),
        ("terms", 1, "for"),
        ("time", 1, "for"),
    ]
    assert match.score == 0.7973


def test_an_edition_may_weigh_the_parts_otherwise() -> None:
    price_alone = Weights(goods=0, volume=0, price=1, papers=0, place=0, terms=0, time=0)
    match = matched(demand(), offer(price=15_000), TODAY, price_alone)
    assert match is not None
    assert match.score == 0.6


def test_a_match_carries_what_a_list_shows() -> None:
    match = matched(demand(), offer(), TODAY)
    assert match is not None
    assert match.id == "match:uve-2026:KB-1:PR-1"
    assert (match.demand, match.product) == ("demand:uve-2026:KB-1", "product:uve-2026:PR-1")
    assert (match.buyer, match.exhibitor) == ("buyer:uve-2026:PB-1", "exhibitor:uve-2026:PS-1")
    assert (match.price, match.unit, match.regency) == (12_000, "pak", "3319")
    assert (match.live, match.version) == (True, 1)


def test_a_paper_is_judged_by_the_day_of_the_match() -> None:
    wanted, held = demand(papers=["PIRT"]), offer(papers=[paper("PIRT", expires=TODAY)])
    today, tomorrow = matched(wanted, held, TODAY), matched(wanted, held, date(2026, 11, 13))
    assert today is not None
    assert tomorrow is not None
    assert today.score - tomorrow.score == pytest.approx(0.1)
