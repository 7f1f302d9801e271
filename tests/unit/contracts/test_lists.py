"""Regencies by the names people write, and lists that agree with each other."""

import pytest

from contracts import lists
from services.catalogue.store import WORDS
from services.matching import places


def test_central_java_has_35_regencies_and_cities() -> None:
    assert len(lists.regencies()) == 35


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3319", "3319"),
        ("Kabupaten Kudus", "3319"),
        ("kabupaten kudus", "3319"),
        ("KAB. KUDUS", "3319"),
        ("Kab.Kudus", "3319"),
        (" Kab   Kudus ", "3319"),
        ("Kudus", "3319"),
        ("Kota Semarang", "3374"),
        ("Kabupaten Semarang", "3322"),
        ("Surakarta", "3372"),
    ],
)
def test_a_regency_is_found_by_its_code_and_its_names(written: str, code: str) -> None:
    assert lists.regency_code(written) == code
    assert places.destination_code(written) == code


@pytest.mark.parametrize(
    "written", ["Semarang", "Magelang", "Pekalongan", "tegal", "Kota Kudus", "Solo", "3399", ""]
)
def test_what_may_be_two_places_or_none_is_not_guessed(written: str) -> None:
    assert lists.regency_code(written) is None
    assert places.destination_code(written) is None


def test_every_unit_has_a_unece_code() -> None:
    assert lists.units()["kg"].unece == "KGM"
    assert all(len(unit.unece) in (2, 3) for unit in lists.units().values())


def test_words_of_a_search_are_spelt_one_way() -> None:
    words = WORDS.of("Kripik & KERIPIK, krupuk Crème brûlée 250g")
    assert words == ["keripik", "kerupuk", "creme", "brulee", "250g"]
