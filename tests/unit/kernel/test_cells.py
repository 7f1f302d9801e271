"""Cells are understood as Indonesians write them, or refused with a reason."""

from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kernel.cells import (
    Amount,
    Day,
    ListOfText,
    Rupiah,
    WholeNumber,
    YesNo,
    cell_faults,
    line,
    text,
)

RUPIAH: TypeAdapter[int] = TypeAdapter(Rupiah)
WHOLE: TypeAdapter[int] = TypeAdapter(WholeNumber)
AMOUNT: TypeAdapter[float] = TypeAdapter(Amount)
DAY: TypeAdapter[date] = TypeAdapter(Day)
YES_NO: TypeAdapter[bool] = TypeAdapter(YesNo)
NAME: TypeAdapter[str] = TypeAdapter(Annotated[str, line(20)])
STORY: TypeAdapter[str] = TypeAdapter(Annotated[str, text(30)])
LIST: TypeAdapter[tuple[str, ...]] = TypeAdapter(ListOfText)

REASONS = {
    "none",
    "negative",
    "fraction",
    "comma-thousands",
    "not-a-number",
    "too-large",
    "two-digit-year",
    "impossible-date",
    "not-a-date",
    "not-yes-or-no",
}


def _code(adapter: TypeAdapter[Any], cell: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        adapter.validate_python(cell)
    [fault] = cell_faults(refusal.value, {})
    return fault.code


def _reason(adapter: TypeAdapter[Any], cell: str) -> str:
    try:
        adapter.validate_python(cell)
    except ValidationError as refusal:
        return cell_faults(refusal, {})[0].code
    return "none"


def _with_points(number: int) -> str:
    return f"{number:,}".replace(",", ".")


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [
        ("12000", 12_000),
        ("12.000", 12_000),
        ("1.234.567", 1_234_567),
        ("Rp12.500", 12_500),
        ("Rp 12.500,00", 12_500),
        ("Rp. 12.500,-", 12_500),
        ("rp\u00a012500", 12_500),
        ("IDR 12500", 12_500),
        ("１２０００", 12_000),
        (" 0 ", 0),
        ("007", 7),
        ("999999999999999", 999_999_999_999_999),
        (12_000, 12_000),
    ],
)
def test_rupiah_are_understood(cell: object, rupiah: int) -> None:
    assert RUPIAH.validate_python(cell) == rupiah


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5", "negative"),
        ("−5", "negative"),
        ("-Rp 5.000", "negative"),
        ("Rp -5.000", "negative"),
        (-5, "negative"),
        ("12,5", "fraction"),
        ("12.5", "fraction"),
        ("1.1250", "fraction"),
        ("12.500,50", "fraction"),
        ("12,000", "comma-thousands"),
        ("1,234,567.00", "comma-thousands"),
        ("murah", "not-a-number"),
        ("12.000/kg", "not-a-number"),
        ("12 000", "not-a-number"),
        ("1.2.3", "not-a-number"),
        ("12000 - 15000", "not-a-number"),
        ("USD 5", "not-a-number"),
        ("Rp", "not-a-number"),
        ("", "not-a-number"),
        ("١٢", "not-a-number"),
        ("9" * 16, "too-large"),
        ("9" * 10_000, "too-large"),
        (10**15, "too-large"),
        (12.5, "not-a-number"),
        (True, "not-a-number"),
        (None, "not-a-number"),
    ],
)
def test_what_are_no_rupiah_is_refused(cell: object, code: str) -> None:
    assert _code(RUPIAH, cell) == code


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_every_way_to_write_a_price_means_the_same(price: int) -> None:
    points = _with_points(price)
    written = [str(price), points, f"Rp{points}", f"Rp {points},00", f"Rp. {points},-"]

    assert {RUPIAH.validate_python(cell) for cell in written} == {price}


@given(st.text() | st.from_regex(r"(Rp|-)?[0-9.,/ -]{1,12}", fullmatch=True))
def test_any_text_is_understood_or_refused_for_a_reason_of_ours(cell: str) -> None:
    assert {_reason(adapter, cell) for adapter in (RUPIAH, WHOLE, AMOUNT, DAY, YES_NO)} <= REASONS


@pytest.mark.parametrize(("cell", "number"), [("1.000", 1_000), ("24", 24), ("24,0", 24), (24, 24)])
def test_whole_numbers_are_understood(cell: object, number: int) -> None:
    assert WHOLE.validate_python(cell) == number


@pytest.mark.parametrize(
    ("cell", "code"),
    [("-1", "negative"), ("0,5", "fraction"), ("Rp 5", "not-a-number"), ("24 pak", "not-a-number")],
)
def test_what_is_no_whole_number_is_refused(cell: str, code: str) -> None:
    assert _code(WHOLE, cell) == code


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,5", 1.5),
        ("1.5", 1.5),
        ("1.500", 1_500.0),
        ("1.1250", 1.125),
        ("1.234,56", 1_234.56),
        ("0,25", 0.25),
        ("12", 12.0),
        (2.5, 2.5),
    ],
)
def test_amounts_are_understood(cell: object, amount: float) -> None:
    assert AMOUNT.validate_python(cell) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1,5", "negative"),
        ("12,000", "comma-thousands"),
        ("1,5 ton", "not-a-number"),
        ("nan", "not-a-number"),
        (float("inf"), "invalid"),
        ("9" * 16, "too-large"),
    ],
)
def test_what_is_no_amount_is_refused(cell: object, code: str) -> None:
    assert _code(AMOUNT, cell) == code


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-31",
        "2026/12/31",
        "2026-12-31T00:00:00",
        "31/12/2026",
        "31-12-2026",
        "31.12.2026",
        "31 Desember 2026",
        "31 DES 2026",
        "31-Dec-2026",
        " 31  desember,  2026 ",
        "46387",
        date(2026, 12, 31),
    ],
)
def test_days_are_understood(cell: object) -> None:
    assert DAY.validate_python(cell) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/12/26", "two-digit-year"),
        ("31 Des 26", "two-digit-year"),
        ("31/02/2026", "impossible-date"),
        ("12/31/2026", "impossible-date"),
        ("29/02/2027", "impossible-date"),
        ("2026-13-01", "impossible-date"),
        ("0001-01-01", "impossible-date"),
        ("31/12/9999", "impossible-date"),
        ("akhir tahun", "not-a-date"),
        ("31 Foo 2026", "not-a-date"),
        ("Desember 2026", "not-a-date"),
        ("2026", "not-a-date"),
        ("99999", "not-a-date"),
        ("31/12/02026", "not-a-date"),
        ("", "not-a-date"),
        (46387, "not-a-date"),
    ],
)
def test_what_is_no_day_is_refused(cell: object, code: str) -> None:
    assert _code(DAY, cell) == code


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_survives_being_written(day: date) -> None:
    written = [day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}"]

    assert {DAY.validate_python(cell) for cell in written} == {day}


@pytest.mark.parametrize("cell", ["ya", "Ya", " Y ", "true", "1", "yes", "benar", True])
def test_yes_is_understood(cell: object) -> None:
    assert YES_NO.validate_python(cell) is True


@pytest.mark.parametrize("cell", ["tidak", "T", "tdk", "FALSE", "0", "no", False])
def test_no_is_understood(cell: object) -> None:
    assert YES_NO.validate_python(cell) is False


@pytest.mark.parametrize("cell", ["", "mungkin", "2"])
def test_neither_yes_nor_no_is_refused(cell: str) -> None:
    assert _code(YES_NO, cell) == "not-yes-or-no"


def test_a_line_is_composed_and_has_single_blanks() -> None:
    assert NAME.validate_python("  Kopi \n Cafe\u0301\u00a0 ") == "Kopi Café"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("x" * 21, "too-long"),
        ("   ", "too-short"),
        ("kopi\x00", "control-character"),
        ("kopi\u202efdp.exe", "control-character"),
        (5, "not-text"),
    ],
)
def test_what_is_no_line_is_refused(cell: object, code: str) -> None:
    assert _code(NAME, cell) == code


def test_a_text_keeps_its_lines() -> None:
    assert STORY.validate_python(" satu\r\n\r\ndua\rtiga ") == "satu\n\ndua\ntiga"


def test_a_text_may_be_empty_but_not_too_long() -> None:
    assert STORY.validate_python("") == ""
    assert _code(STORY, "x" * 31) == "too-long"


def test_a_list_is_what_stands_between_semicolons() -> None:
    assert LIST.validate_python(" tanpa pengawet ;; pedas;\nhalal ") == (
        "tanpa pengawet",
        "pedas",
        "halal",
    )
    assert LIST.validate_python(["tanpa pengawet"]) == ("tanpa pengawet",)


def test_a_list_has_bounds() -> None:
    assert _code(LIST, ";".join("x" * 51)) == "too-many"
    assert _code(LIST, "x" * 201) == "too-long"
