"""Numbers read as each language writes them."""

import pytest

from services.matching.sentences import number, percent, rupiah


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "0", "0"),
        (0.25, "0,25", "0.25"),
        (5, "5", "5"),
        (9.5, "9,5", "9.5"),
        (10, "10", "10"),
        (100, "100", "100"),
        (1_250, "1.250", "1,250"),
        (1_234_567, "1.234.567", "1,234,567"),
    ],
)
def test_a_quantity_is_written_in_both_languages(
    value: float, indonesian: str, english: str
) -> None:
    assert number(value) == (indonesian, english)


def test_money_has_no_fraction() -> None:
    assert rupiah(12_500.4) == ("Rp12.500", "Rp12,500")
    assert rupiah(0) == ("Rp0", "Rp0")


def test_a_share_keeps_its_sign_on_its_line_in_indonesian() -> None:
    assert percent(0.4) == ("40\u00a0%", "40%")
    assert percent(1) == ("100\u00a0%", "100%")
