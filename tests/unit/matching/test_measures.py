"""Kilograms, packs and pieces become comparable where it is known what is in them."""

from fractions import Fraction

import pytest

from services.matching.measures import exactly_per_unit, per_unit


@pytest.mark.parametrize(
    ("unit", "pack", "wanted", "expected"),
    [
        ("kg", "", "kg", 1),
        ("ton", "", "kg", 1000),
        ("kg", "", "ton", 0.001),
        ("kuintal", "", "kg", 100),
        ("ons", "", "kg", 0.1),
        ("liter", "", "ml", 1000),
        ("lusin", "", "buah", 12),
        ("buah", "", "lusin", 1 / 12),
        ("kodi", "", "lembar", 20),
        ("gros", "", "lusin", 12),
        ("bungkus", "", "pak", 1),
        ("dus", "", "karton", 1),
        ("pak", "250 g", "kg", 0.25),
        ("pak", "pak 250 gram", "kg", 0.25),
        ("pak", "500gr", "g", 500),
        ("botol", "botol 600 ml", "liter", 0.6),
        ("jeriken", "5 L", "liter", 5),
        ("karton", "karton 10 kg", "kg", 10),
        ("karung", "karung 50 kg", "ton", 0.05),
        ("pak", "2,5 kg", "kg", 2.5),
        ("pak", "2.5 kg", "kg", 2.5),
        ("kg", "karton 10 kg", "kg", 1),
    ],
)
def test_a_unit_holds_so_many_of_the_wanted_ones(
    unit: str, pack: str, wanted: str, expected: float
) -> None:
    assert per_unit(unit, pack, wanted) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "pack", "wanted"),
    [
        ("pak", "", "kg"),
        ("pak", "isi banyak", "kg"),
        ("pak", "250 g", "liter"),
        ("botol", "600 ml", "kg"),
        ("kg", "", "buah"),
        ("buah", "250 g", "pak"),
        ("ikat", "10 lembar", "liter"),
        ("pasang", "", "buah"),
    ],
)
def test_what_is_not_known_to_be_comparable_is_not_compared(
    unit: str, pack: str, wanted: str
) -> None:
    assert per_unit(unit, pack, wanted) is None


@pytest.mark.parametrize(
    ("pack", "kilograms"),
    [
        ("karung 1.000 g", 1),
        ("karung 1.250,5 g", 1.2505),
        ("bal 12.500 gram", 12.5),
        ("karton 12 x 250 g", 3),
        ("karton 12x250g", 3),
        ("karton 24 × 1,5 kg", 36),
        ("dus isi 10 pak @ 500 g", 5),
    ],
)
def test_a_pack_is_read_as_indonesians_write_it(pack: str, kilograms: float) -> None:
    assert per_unit("karton", pack, "kg") == pytest.approx(kilograms)


@pytest.mark.parametrize("pack", ["0 g", "pak 0,0 kg", "karton 0 x 5 kg"])
def test_a_pack_of_nothing_tells_nothing(pack: str) -> None:
    assert per_unit("pak", pack, "kg") is None


def test_money_is_reckoned_with_what_a_unit_holds_exactly() -> None:
    assert exactly_per_unit("pak", "0,1 kg", "kg") == Fraction(1, 10)
    assert exactly_per_unit("buah", "", "lusin") == Fraction(1, 12)
    assert exactly_per_unit("pak", "", "kg") is None
