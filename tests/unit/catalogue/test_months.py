"""Months as producers write them into a cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.months import (
    MonthCapacity,
    capacities_of,
    capacities_written,
    months_of,
    written,
)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("1-3; 8", (1, 2, 3, 8)),
        ("Nov-Feb", (1, 2, 11, 12)),
        ("november – februari", (1, 2, 11, 12)),
        ("Januari, Mei; AGUSTUS", (1, 5, 8)),
        ("Aug-Oct", (8, 9, 10)),
        ("4;4;5", (4, 5)),
        ("12", (12,)),
        ("", ()),
    ],
)
def test_months_are_read_in_either_language(text: str, months: tuple[int, ...]) -> None:
    assert months_of(text) == months


@pytest.mark.parametrize("text", ["13", "0", "ju", "panen raya", "1-3-5", "j", "²"])
def test_what_is_no_month_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        months_of(text)


@given(st.sets(st.integers(1, 12)))
def test_what_is_written_is_read_again(months: set[int]) -> None:
    ordered = tuple(sorted(months))
    assert months_of(written(ordered)) == ordered


@given(st.dictionaries(st.integers(1, 12), st.integers(0, 10**9)))
def test_capacities_that_are_written_are_read_again(units: dict[int, int]) -> None:
    capacities = tuple(MonthCapacity(month=m, units=units[m]) for m in sorted(units))
    assert capacities_of(capacities_written(capacities)) == capacities
