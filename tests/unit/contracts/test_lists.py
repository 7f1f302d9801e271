"""Regencies by the names people write, and lists that agree with each other."""

import csv
from collections import Counter

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


def test_a_spelling_leads_to_a_word_in_one_step() -> None:
    with lists.SPELLINGS.open(encoding="utf-8", newline="") as file:
        rows = [(row["variant"], row["word"]) for row in csv.DictReader(file)]
    variants = [variant for variant, _ in rows]
    assert len(set(variants)) == len(variants)
    assert {word for _, word in rows}.isdisjoint(variants)


def test_the_glossary_says_product_words_in_both_languages() -> None:
    terms = {term.id: term for term in lists.glossary()}
    assert len(terms) == len(lists.glossary()) >= 300
    assert terms["carica"].en == ("mountain papaya", "highland papaya")
    for regional in ("wingko", "rengginang", "gula semut", "lanting", "enting-enting", "lurik"):
        assert regional in terms


def test_every_term_of_the_glossary_has_words_that_can_be_compared() -> None:
    for term in lists.glossary():
        for said in (term.id, *term.en):
            assert said == said.strip()
            assert WORDS.of(said)


def test_no_two_terms_of_the_glossary_are_spellings_of_one() -> None:
    spelt = Counter(tuple(WORDS.of(term.id)) for term in lists.glossary())
    assert [words for words, often in spelt.items() if often > 1] == []


@pytest.mark.parametrize(
    ("said", "word"),
    [("Butir", "butir"), (" TRAY ", "tray"), ("xpk", "pak"), ("KGM", "kg"), ("H87", "buah")],
)
def test_a_unit_is_known_by_what_people_say_and_by_its_unece_code(said: str, word: str) -> None:
    assert lists.unit_word(said) == word


def test_what_is_neither_is_no_unit() -> None:
    assert lists.unit_word("goni") is None
