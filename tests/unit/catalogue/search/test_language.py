"""Words: spelt one way, taken apart, with stems beside them and other names for them."""

import pytest

from services.catalogue.search.language import glossary, stems_of, wanted_words, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kripik TEMPE 250g", ["keripik", "tempe", "250", "g"]),
        ("enting-enting", ["enting"]),
        ("W320 grade", ["w320", "grade"]),
        ("crème brûlée", ["creme", "brulee"]),
        ("\u202e!!", []),
    ],
)
def test_words_are_compared_in_one_spelling(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_little_words_are_not_looked_for_unless_there_are_no_others() -> None:
    assert wanted_words("kopi dari Temanggung") == ["kopi", "temanggung"]
    assert wanted_words("dari untuk") == ["dari", "untuk"]


@pytest.mark.parametrize(
    ("one", "other"), [("ukiran", "ukir"), ("anyaman", "anyam"), ("crackers", "cracker")]
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert set(stems_of(one)) & set(stems_of(other))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("gula semut organik", "granules"),
        ("manisan carica", "papaya"),
        ("glutinous rice crackers", "rengginang"),
        ("jilbab voal", "kerudung"),
        ("chips", "keripik"),
        ("crisps", "chips"),
    ],
)
def test_the_glossary_says_goods_in_other_words(text: str, word: str) -> None:
    assert word in glossary().of(words_of(text))


def test_a_longer_phrase_is_not_read_as_its_parts() -> None:
    """Rengginang are no kerupuk, though English calls both crackers."""
    assert "kerupuk" not in glossary().of(words_of("glutinous rice crackers"))
