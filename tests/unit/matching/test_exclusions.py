"""Hard conditions keep an offer off the list and say so, in both languages."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.matching.exclusions import exclusion
from services.matching.fit import matched
from services.matching.match import is_news
from tests.unit.matching.pairs import TODAY, demand, offer, paper

WINTER = {"starts": date(2026, 12, 1), "ends": date(2027, 2, 28)}


@pytest.mark.parametrize(
    ("wanted", "offered", "text_en"),
    [
        (
            {"papers": ["HALAL", "PIRT"], "musts": ["HALAL"]},
            {"papers": [paper("PIRT")]},
            "The buyer insists on papers that are missing or expired: HALAL.",
        ),
        (
            {"papers": ["HALAL"], "musts": ["HALAL"]},
            {"papers": [paper("HALAL", expires=TODAY - timedelta(days=1))]},
            "The buyer insists on papers that are missing or expired: HALAL.",
        ),
        (
            {"price_limit": 10_000},
            {"price": 20_001},
            "Priced at Rp20,001 per pak, 100% above the limit of Rp10,000: more than twice it.",
        ),
        (WINTER, {"months": [6, 7]}, "There is no capacity in any of the months asked for."),
        (
            {"unit": "kg"},
            {"unit": "meter", "pack": ""},
            "Sold by the meter, wanted by the kg: another measure.",
        ),
    ],
)
def test_what_cannot_be_is_kept_off_the_list(
    wanted: dict[str, Any], offered: dict[str, Any], text_en: str
) -> None:
    match = matched(demand(**wanted), offer(**offered), TODAY)
    assert match is not None
    assert (match.live, match.excluded_en) == (False, text_en)
    assert not is_news(None, match)


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ({"papers": ["HALAL"]}, {}),
        ({"papers": ["HALAL"], "musts": ["HALAL"]}, {"papers": [paper("HALAL", "declared")]}),
        ({"price_limit": 10_000}, {"price": 20_000}),
        ({"price_limit": None}, {"price": 10**9}),
        (WINTER, {"months": [2, 7]}),
        ({"unit": "kg"}, {"unit": "pak", "pack": ""}),
    ],
)
def test_what_may_be_talked_over_stays_on_it(
    wanted: dict[str, Any], offered: dict[str, Any]
) -> None:
    assert exclusion(demand(**wanted), offer(**offered), TODAY) is None
