from random import Random
from statistics import mean, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample.draws import (
    log_normal,
    log_uniform,
    negative_binomial,
    quantile,
    tidy_amount,
    tidy_price,
)

DRAWS = 4000


@pytest.mark.parametrize(
    ("price", "tidy"),
    [(960, 960), (2_013, 2_000), (24_517, 24_500), (187_400, 185_000), (4_530_000, 4_550_000)],
)
def test_a_price_is_rounded_as_sellers_do(price: float, tidy: int) -> None:
    assert tidy_price(price) == tidy


@given(st.floats(min_value=100, max_value=1e9))
def test_a_rounded_price_is_close_to_the_price(price: float) -> None:
    assert tidy_price(price) == pytest.approx(price, rel=0.026)


@pytest.mark.parametrize(
    ("amount", "tidy"), [(0.4, 1), (7.9, 7), (99, 99), (1_347, 1_300), (86_999, 86_000)]
)
def test_an_amount_keeps_two_digits_and_never_grows(amount: float, tidy: int) -> None:
    assert tidy_amount(amount) == tidy


def test_the_parts_of_a_log_uniform_range_meet_and_cover_it() -> None:
    chance = Random(1)
    low = [log_uniform(chance, 100, 10_000, part=0, parts=2) for _ in range(DRAWS)]
    high = [log_uniform(chance, 100, 10_000, part=1, parts=2) for _ in range(DRAWS)]

    assert 100 <= min(low) < 101
    assert 990 < max(low) <= 1_000 <= min(high) < 1_010
    assert 9_900 < max(high) <= 10_000


def test_half_of_log_normal_draws_are_below_the_median() -> None:
    chance = Random(1)
    below = sum(log_normal(chance, 500, 0.9) < 500 for _ in range(DRAWS))

    assert below / DRAWS == pytest.approx(0.5, abs=0.03)


def test_a_negative_binomial_has_its_mean_and_variance() -> None:
    chance = Random(1)
    counts = [negative_binomial(chance, 10.2, 2.0) for _ in range(DRAWS)]

    assert mean(counts) == pytest.approx(10.2, rel=0.05)
    assert variance(counts) == pytest.approx(10.2 + 10.2**2 / 2, rel=0.10)


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([1, 5, 9, 40], 0.5) == 9
    assert quantile([7], 0.85) == 7
