"""Words are compared without case, accents and differences of spelling."""

from pathlib import Path

import pytest

from kernel.words import Words


@pytest.fixture
def words(tmp_path: Path) -> Words:
    spellings = tmp_path / "spellings.csv"
    spellings.write_text("variant,word\nkopie,kopi\ncoffee,kopi\n", encoding="utf-8")
    return Words(spellings)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kopi Bubuk", ["kopi", "bubuk"]),
        ("  ", []),
        ("keripik-pisang, 250g!", ["keripik", "pisang", "250g"]),
        ("Crème Brûlée", ["creme", "brulee"]),
        ("ＫＯＰＩ", ["kopi"]),
        ("kopi KOPI Kopi", ["kopi"]),
        ("Coffee kopie", ["kopi"]),
        ("kopiah", ["kopiah"]),
    ],
)
def test_a_text_is_taken_apart(words: Words, text: str, found: list[str]) -> None:
    assert words.of(text) == found


def test_words_of_several_texts_stand_in_the_order_they_first_occur(words: Words) -> None:
    assert words.of("gula aren", "aren kopi") == ["gula", "aren", "kopi"]
