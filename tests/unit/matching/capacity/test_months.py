"""Months are counted on over the years, and seasons come back in each of them."""

from datetime import UTC, date, datetime

from services.matching.capacity.months import end_of, is_among, month_of, months_from


def test_months_go_on_over_the_turn_of_the_year() -> None:
    assert months_from("2026-11", "2027-02", 12) == ("2026-11", "2026-12", "2027-01", "2027-02")
    assert months_from("2026-11", "2027-02", 2) == ("2026-11", "2026-12")
    assert months_from("2026-11", "2026-10", 12) == ()


def test_a_day_lies_in_its_month_and_a_month_ends_with_the_next() -> None:
    assert month_of(date(2026, 12, 31)) == "2026-12"
    assert end_of("2026-12") == datetime(2027, 1, 1, tzinfo=UTC)


def test_a_season_holds_in_every_year_and_no_season_is_every_month() -> None:
    assert is_among("2027-03", (3, 4))
    assert not is_among("2027-05", (3, 4))
    assert is_among("2027-05", ())
