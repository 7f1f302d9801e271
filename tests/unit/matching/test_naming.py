"""Names of goods meet in both languages, whatever they are said to be for."""

import pytest

from services.matching.goods import goods_fit
from services.matching.naming import names_of
from tests.unit.matching.pairs import demand, offer


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Telur ayam untuk sarapan hotel", ("telur", "ayam")),
        ("Wooden toys for kindergartens", ("wooden", "toys")),
        ("Aneka keripik", ("keripik",)),
        ("Untuk toko oleh-oleh", ("toko", "oleh")),
        ("Aneka rasa", ("aneka", "rasa")),
        ("Kripik singkong", ("keripik", "singkong")),
    ],
)
def test_a_name_is_what_the_goods_are(text: str, name: tuple[str, ...]) -> None:
    assert names_of(text)[0] == name


def test_nothing_has_no_name() -> None:
    assert names_of("!") == [()]


@pytest.mark.parametrize(
    ("wanted", "name", "name_en"),
    [
        ("Coconut sugar", "Gula kelapa cetak", ""),
        ("Gula kelapa", "Sweet coconut sugar", ""),
        ("Kerudung voal", "Jilbab voal polos", ""),
        ("Hen eggs for breakfasts", "Telur ayam ras segar", ""),
    ],
)
def test_an_offer_meets_a_demand_in_the_other_language_and_by_a_synonym(
    wanted: str, name: str, name_en: str
) -> None:
    goods = goods_fit(
        demand(keywords=[wanted], hs_code=None), offer(name=name, name_en=name_en, hs_code=None)
    )
    assert goods[0] == 1


def test_other_goods_do_not_meet_by_a_word_in_common() -> None:
    goods = goods_fit(demand(keywords=["Soap bars"]), offer(name="Sirup salak", name_en=""))
    assert goods[0] < 0.6
