"""Entries in both languages: numbers, long and hostile names."""

from datetime import UTC, datetime

import pytest

from services.notifications.inbox.model import Entry, Offer
from services.notifications.inbox.told import Heading, Occasion
from services.notifications.people.model import Language
from services.notifications.words import Words, one_line, shortened

WORDS = Words()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFERS = (
    Offer(product="Keripik Tempe Sagu", exhibitor="KSU Maju"),
    Offer(product="Tempe Chips", exhibitor="Koperasi Berkah"),
    Offer(product="Keripik Original", exhibitor="KSU Maju"),
)


def entry(occasion: Occasion, count: int, **data: object) -> Entry:
    blank = Entry.under(Heading("p", occasion, "h2o", "h2o:D1"), NOON)
    known = {
        "count": count,
        "best": OFFERS[:count],
        "demand_title": "Keripik tempe 250 g",
        "demand_title_en": "Tempeh chips 250 g",
    }
    return blank.model_copy(update=known | data)


BUYERS, EXHIBITORS = Occasion.DEMAND_MATCHES, Occasion.EXHIBITOR_DEMANDS


@pytest.mark.parametrize(
    ("occasion", "count", "language", "title"),
    [
        (BUYERS, 12, "id", "12 produk cocok dengan kebutuhan “Keripik tempe 250 g”"),
        (BUYERS, 1, "id", "1 produk cocok dengan kebutuhan “Keripik tempe 250 g”"),
        (
            BUYERS,
            0,
            "id",
            "Tidak ada lagi produk yang cocok dengan kebutuhan “Keripik tempe 250 g”",
        ),
        (BUYERS, 12, "en", "12 products fit the demand “Tempeh chips 250 g”"),
        (BUYERS, 1, "en", "1 product fits the demand “Tempeh chips 250 g”"),
        (BUYERS, 0, "en", "No product fits the demand “Tempeh chips 250 g” any more"),
        (EXHIBITORS, 3, "id", "Ada pembeli mencari “Keripik tempe 250 g”: 3 produk Anda cocok"),
        (
            EXHIBITORS,
            0,
            "id",
            "Kebutuhan “Keripik tempe 250 g” tidak cocok lagi dengan produk Anda",
        ),
        (
            EXHIBITORS,
            3,
            "en",
            "A buyer is looking for “Tempeh chips 250 g”: 3 of your products fit",
        ),
        (
            EXHIBITORS,
            1,
            "en",
            "A buyer is looking for “Tempeh chips 250 g”: 1 of your products fits",
        ),
        (
            EXHIBITORS,
            0,
            "en",
            "The demand “Tempeh chips 250 g” does not fit your products any more",
        ),
    ],
)
def test_a_title_says_what_how_many_and_for_which_demand(
    occasion: Occasion, count: int, language: Language, title: str
) -> None:
    assert WORDS.title(entry(occasion, count), language) == title


@pytest.mark.parametrize(
    ("occasion", "count", "language", "text"),
    [
        (
            BUYERS,
            12,
            "id",
            "Paling cocok: Keripik Tempe Sagu dari KSU Maju; Tempe Chips dari Koperasi Berkah; "
            "Keripik Original dari KSU Maju; dan 9 lainnya.",
        ),
        (BUYERS, 1, "id", "Yang cocok: Keripik Tempe Sagu dari KSU Maju."),
        (BUYERS, 1, "en", "It is: Keripik Tempe Sagu by KSU Maju."),
        (
            EXHIBITORS,
            4,
            "en",
            "The best: Keripik Tempe Sagu; Tempe Chips; Keripik Original; and 1 more.",
        ),
        (EXHIBITORS, 2, "id", "Paling cocok: Keripik Tempe Sagu; Tempe Chips."),
    ],
)
def test_a_text_names_the_best_and_counts_the_rest(
    occasion: Occasion, count: int, language: Language, text: str
) -> None:
    assert WORDS.text(entry(occasion, count), language) == text


@pytest.mark.parametrize("occasion", Occasion)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_entry_without_matches_names_no_product(occasion: Occasion, language: Language) -> None:
    text = WORDS.text(entry(occasion, 0), language)
    assert "Keripik" not in text
    assert text.endswith(".")


def test_english_falls_back_to_the_indonesian_name_of_a_demand() -> None:
    assert "“Keripik tempe 250 g”" in WORDS.title(entry(BUYERS, 2, demand_title_en=""), "en")


def test_a_long_name_is_cut_between_words() -> None:
    title = WORDS.title(entry(BUYERS, 2, demand_title="Keripik tempe renyah " * 20), "id")
    assert title.endswith("tempe renyah…”")
    assert len(title) < 120


@pytest.mark.parametrize(
    ("text", "room", "cut"),
    [
        ("kopi", 4, "kopi"),
        ("kopi robusta temanggung", 13, "kopi robusta…"),
        ("x" * 20, 10, "x" * 9 + "…"),
        ("a " + "b" * 30, 10, "a bbbbbbb…"),
    ],
)
def test_shortened(text: str, room: int, cut: str) -> None:
    assert shortened(text, room) == cut


def test_line_breaks_and_turned_directions_do_not_get_into_a_line() -> None:
    assert (
        one_line("Keripik\r\nBcc: a@b.id\x00\u202eepok\u2028tempe")
        == "Keripik Bcc: a@b.id epok tempe"
    )
