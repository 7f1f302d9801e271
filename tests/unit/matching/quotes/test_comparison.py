"""Quotes are compared exactly, in whatever unit the demand or the quote is counted."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.quotes.comparison import ORDERS, Order, best, compare, line_of, rounded
from services.matching.quotes.quote import Quote
from tests.unit.matching.quotes.asked import rfq, sent

KILOS = rfq(unit="kg", volume=500)


def test_packs_are_priced_by_the_kilo_they_hold() -> None:
    line = line_of(sent(on=KILOS), 500, "kg")
    assert (line.units, line.unit_price, line.monthly_cost) == (2_000, 11_500, 23_000_000)
    assert line.price == 46_000
    assert (line.offered, line.smallest_order, line.covers) == (750, 25, Fraction(1))


def test_a_quote_for_less_is_priced_at_what_it_offers() -> None:
    line = line_of(sent(on=KILOS, volume_per_month=800), 500, "kg")
    assert (line.units, line.unit_price, line.monthly_cost) == (800, 12_000, 9_600_000)
    assert line.covers == Fraction(2, 5)
    assert line.short_months == tuple(range(1, 13))


def test_whole_units_are_bought_also_where_they_hold_a_little_more() -> None:
    line = line_of(sent(on=KILOS, pack="300 g"), 500, "kg")
    assert line.units == 1_667
    assert line.price == Fraction(115_000, 3)
    assert rounded(line.price) == 38_333


def test_an_order_is_never_smaller_than_the_quote_allows() -> None:
    line = line_of(sent(on=rfq(volume=50)), 50, "pak")
    assert (line.units, line.exceeds_demand) == (100, True)


def test_months_with_less_are_named_and_count_by_their_share() -> None:
    volumes = [{"month": 1, "volume": 1_000}, {"month": 2, "volume": 0}]
    line = line_of(sent(volumes=volumes), 2_000, "pak")
    assert line.short_months == (1, 2)
    assert line.covers == Fraction(10 + Fraction(1, 2), 12)


def test_the_best_of_each_kind_is_marked_and_shared_by_equals() -> None:
    cheap = sent("PR-1", tiers=[{"minimum": 1, "price": 9_000}], lead_time_days=30)
    quick = sent("PR-2", lead_time_days=2, volume_per_month=2_000)
    lines = compare([quick, cheap], 2_000, "pak")
    assert [line.quote for line in lines] == [cheap, quick]
    tops = best(lines)
    assert tops["price"] == tops["cost"] == {cheap.id}
    assert tops["lead-time"] == {quick.id}
    assert tops["cover"] == {cheap.id, quick.id}


def test_nothing_is_best_among_none() -> None:
    assert best([]) == {}


offered = st.builds(
    lambda number, price, step, minimum, volume, days, grams: sent(
        f"PR-{number}",
        on=KILOS,
        pack=f"{grams} g",
        tiers=[
            {"minimum": minimum, "price": price + step},
            {"minimum": minimum + 50, "price": price},
        ],
        volume_per_month=minimum + volume,
        lead_time_days=days,
    ),
    st.integers(1, 10**6),
    st.integers(1, 60_000),
    st.integers(0, 5_000),
    st.integers(1, 5_000),
    st.integers(0, 9_000),
    st.integers(0, 60),
    st.sampled_from([100, 150, 250, 333, 1_000]),
)


@given(st.lists(offered, min_size=2, max_size=6), st.integers(1, 900), st.sampled_from(ORDERS))
def test_the_order_does_not_depend_on_the_unit_that_the_demand_counts(
    quotes: list[Quote], tons: int, order: Order
) -> None:
    in_tons = [line.quote.id for line in compare(quotes, tons, "ton", order)]
    in_grams = [line.quote.id for line in compare(quotes, tons * 10**6, "g", order)]
    assert in_tons == in_grams


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 10**4))
def test_a_price_is_the_same_by_the_pack_and_by_the_kilo_it_holds(
    price: int, packs: int, volume: int
) -> None:
    """A pack of 1 kg is a kilo."""
    said: dict[str, Any] = {
        "tiers": [{"minimum": packs, "price": price}],
        "volume_per_month": packs + 10**4,
    }
    by_pack = line_of(sent(on=KILOS, unit="pak", pack="1 kg", **said), volume, "kg")
    by_kilo = line_of(sent(on=KILOS, unit="kg", pack="", **said), volume, "kg")
    assert by_pack[2:] == by_kilo[2:]


@given(st.lists(offered, min_size=1, max_size=6), st.integers(1, 10**6))
def test_money_is_whole_rupiah_and_never_a_float(quotes: list[Quote], volume: int) -> None:
    for line in compare(quotes, volume, "kg"):
        assert isinstance(line.monthly_cost, int)
        assert isinstance(line.price, Fraction)
        assert line.price * line.units * line.ratio == line.monthly_cost


@pytest.mark.parametrize(("value", "whole"), [("1/2", 1), ("3/2", 2), ("149/100", 1), ("2", 2)])
def test_half_a_rupiah_is_rounded_up(value: str, whole: int) -> None:
    assert rounded(Fraction(value)) == whole
