"""How money, numbers and times are written in both languages."""

from datetime import UTC, date, datetime

import pytest

from services.gateway.pages.formats import day, moment, money, number, period, points, recorded


def test_money_has_no_space_and_each_languages_thousands() -> None:
    assert money(12500, "id") == "Rp12.500"
    assert money(1_250_000, "en") == "Rp1,250,000"
    assert money(0, "id") == "Rp0"


def test_numbers_follow_the_language() -> None:
    assert number(4159, "id") == "4.159"
    assert number(2.5, "id") == "2,5"
    assert number(4159, "en") == "4,159"


def test_a_score_is_written_in_points_of_a_hundred() -> None:
    assert [points(share) for share in (0, 0.834, 1)] == [0, 83, 100]


def test_a_day_names_its_month() -> None:
    assert day(date(2026, 8, 5), "id") == "5 Agustus 2026"
    assert day(date(2026, 8, 5), "en") == "5 August 2026"


@pytest.mark.parametrize(
    ("starts", "ends", "written"),
    [
        (date(2026, 11, 12), date(2026, 11, 14), "12–14 November 2026"),
        (date(2026, 11, 12), date(2026, 11, 12), "12 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November – 2 Desember 2026"),
        (date(2026, 12, 1), date(2027, 11, 30), "1 Desember 2026 – 30 November 2027"),
    ],
)
def test_a_period_repeats_nothing(starts: date, ends: date, written: str) -> None:
    assert period(starts, ends, "id") == written


def test_times_are_those_of_central_java() -> None:
    at_night = datetime(2026, 11, 11, 18, 5, tzinfo=UTC)
    assert moment(at_night, "id") == "12 Nov 2026 01.05 WIB"
    assert moment(at_night, "en") == "12 Nov 2026 01:05 WIB"


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (True, "Ya", "Yes"),
        ("2026-11-24T19:36:26.862000Z", "25 Nov 2026 02.36 WIB", "25 Nov 2026 02:36 WIB"),
        ("2026-11-24 19:36:26+00:00", "25 Nov 2026 02.36 WIB", "25 Nov 2026 02:36 WIB"),
        (
            datetime(2026, 11, 24, 19, 36, tzinfo=UTC),
            "25 Nov 2026 02.36 WIB",
            "25 Nov 2026 02:36 WIB",
        ),
        (["kopi", "teh"], "kopi, teh", "kopi, teh"),
        ("2026-11-24 pagi", "2026-11-24 pagi", "2026-11-24 pagi"),
    ],
)
def test_a_record_is_told_as_people_say_it(value: object, indonesian: str, english: str) -> None:
    assert recorded(value, "id") == indonesian
    assert recorded(value, "en") == english
