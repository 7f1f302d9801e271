"""What goods for a kept search read like in an inbox."""

import pytest

from contracts.catalogue import GoodsFound
from services.notifications.inbox.model import Entry, Fold
from services.notifications.inbox.searches import found
from services.notifications.people.model import Language
from services.notifications.words import Words
from tests.unit.notifications.test_papers import NOON

WORDS = Words()


def entry(*names: str) -> Entry:
    facts = [
        GoodsFound(
            subject=f"s1|{name}",
            version=1,
            edition="h2o",
            party="buyer:h2o:B1",
            search="s1",
            name="Kopi arabika",
            product=name,
            product_name=name,
            exhibitor_name="Koperasi Tani",
        )
        for name in names
    ]
    told = [found(fact) for fact in facts]
    [heading] = {heading for one in told for heading in one.headings}
    return Entry.under(heading, NOON).counting(Fold(count=len(told), leading=tuple(told)), 1, NOON)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "id",
            "2 barang baru untuk pencarian “Kopi arabika”",
            "Kopi A dari Koperasi Tani. Kopi B dari Koperasi Tani.",
        ),
        (
            "en",
            "2 new products fit the search “Kopi arabika”",
            "Kopi A from Koperasi Tani. Kopi B from Koperasi Tani.",
        ),
    ],
)
def test_new_goods_of_one_search_are_one_entry(language: Language, title: str, text: str) -> None:
    told = entry("Kopi A", "Kopi B")
    assert WORDS.title(told, language) == title
    assert WORDS.text(told, language) == text
    assert (told.kind, told.link) == ("search", "/pencarian")
