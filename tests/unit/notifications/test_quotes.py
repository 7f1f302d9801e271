"""What requests and quotes read like in an inbox, and that it ends up the same in any order."""

from datetime import UTC, datetime
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.matching import (
    AwardAccepted,
    AwardDeclined,
    AwardLapsed,
    QuoteAwarded,
    QuoteDeclined,
    QuoteSent,
    QuoteWithdrawn,
    RfqClosed,
    RfqOpened,
)
from services.notifications.inbox import quotes
from services.notifications.inbox.model import Entry, Fold
from services.notifications.inbox.told import Announcement
from services.notifications.people.model import Language
from services.notifications.words import Words

WORDS = Words()
UNTIL = datetime(2026, 11, 28, 10, tzinfo=UTC)
MAKER, BUYER = "exhibitor:h2o:PS-1", "buyer:h2o:PB-1"
GOODS = {
    "edition": "h2o",
    "rfq": "rfq:h2o:KB-1",
    "rfq_code": "KB-1",
    "title": "Keripik tempe",
    "title_en": "Tempeh chips",
    "exhibitor": MAKER,
    "exhibitor_name": "KSU Maju",
    "product_code": "PR-1",
    "product_name": "Keripik Sagu",
}
QUOTE: dict[str, Any] = {"subject": "quote:h2o:KB-1:PR-1", **GOODS}
ASKED: dict[str, Any] = {
    "subject": "rfq:h2o:KB-1",
    "edition": "h2o",
    "code": "KB-1",
    "title": "Keripik tempe",
    "title_en": "Tempeh chips",
    "invited": (MAKER,),
}
WON = {"quantity": 500, "unit": "kg"}


def told(*notices: Announcement) -> Entry:
    """The one entry that notices of one heading make."""
    [heading] = {heading for notice in notices for heading in notice.headings}
    known: dict[str, Announcement] = {}
    for notice in notices:
        known[notice.id] = known[notice.id].merged(notice) if notice.id in known else notice
    live = [one for one in known.values() if one.is_live]
    leading = tuple(sorted(known.values(), key=lambda one: (not one.is_live, one.id))[:3])
    fold = Fold(count=len(live), leading=leading)
    return Entry.under(heading, UNTIL).counting(fold, 1, UNTIL)


def opened(version: int = 1) -> Announcement:
    return quotes.opened(RfqOpened(version=version, deadline=UNTIL, **ASKED))[0]


def awarded(version: int = 3) -> list[Announcement]:
    fact = QuoteAwarded(version=version, buyer_name="Swalayan", answer_by=UNTIL, **WON, **QUOTE)
    return quotes.awarded(fact)


def received(version: int = 2, **other: str) -> Announcement:
    return quotes.received(QuoteSent(version=version, buyer=BUYER, revision=1, **QUOTE | other))


def taken_back(version: int = 3) -> Announcement:
    return quotes.taken_back(QuoteWithdrawn(version=version, buyer=BUYER, **QUOTE))


@pytest.mark.parametrize(
    ("entry", "language", "title", "text"),
    [
        (
            told(opened()),
            "id",
            "Anda diminta menawarkan harga untuk “Keripik tempe”",
            "Kirim penawaran paling lambat 28 November 2026 17.00 WIB; sesudah itu tidak diterima "
            "lagi.",
        ),
        (
            told(received(), received(subject="quote:h2o:KB-1:PR-2", product_name="Sale Pisang")),
            "en",
            "2 quotes came in for “Tempeh chips”",
            "From: KSU Maju (Keripik Sagu); KSU Maju (Sale Pisang). Compare them side by side.",
        ),
        (
            told(awarded()[0]),
            "id",
            "Penawaran Anda untuk “Keripik tempe” dipilih pembeli",
            "Swalayan memilih Keripik Sagu sebanyak 500 kg per bulan; jawablah paling lambat "
            "28 November 2026 17.00 WIB.",
        ),
        (
            told(quotes.passed_over(QuoteDeclined(version=3, **QUOTE))),
            "en",
            "This time the buyer chose another quote for “Tempeh chips”",
            "Thank you for your quote. Should the buyer's choice fall through, yours may be chosen "
            "while it is valid.",
        ),
        (
            told(quotes.accepted(AwardAccepted(version=4, buyer=BUYER, **WON, **QUOTE))),
            "id",
            "Kesepakatan untuk “Keripik tempe” disanggupi",
            "KSU Maju menyanggupi 500 kg per bulan.",
        ),
        (
            told(quotes.turned_down(AwardDeclined(version=4, buyer=BUYER, **WON, **QUOTE))[0]),
            "en",
            "Your award for “Tempeh chips” was not accepted",
            "KSU Maju did not accept 500 kg a month. You may choose another quote.",
        ),
    ],
)
def test_an_entry_says_what_happened_and_what_to_do(
    entry: Entry, language: Language, title: str, text: str
) -> None:
    assert WORDS.title(entry, language) == title
    assert WORDS.text(entry, language) == text
    assert (entry.kind, entry.link) == ("quote", "/permintaan/KB-1")


def test_a_request_that_is_closed_says_so() -> None:
    closed = quotes.closed(RfqClosed(version=2, **ASKED))[0]
    for entry in (told(opened(), closed), told(closed, opened())):
        assert entry.count == 0
        assert WORDS.title(entry, "id") == "Permintaan penawaran “Keripik tempe” sudah ditutup"


def test_an_award_that_lapses_waits_for_nobody() -> None:
    lapsed = quotes.turned_down(AwardLapsed(version=4, buyer=BUYER, **WON, **QUOTE))[1]
    assert lapsed.party == MAKER
    assert told(awarded()[0], lapsed).count == 0


def test_who_is_awarded_after_all_was_not_passed_over() -> None:
    over = quotes.passed_over(QuoteDeclined(version=3, **QUOTE))
    assert told(over, awarded(4)[1]).count == 0


news = st.integers(1, 6).flatmap(
    lambda version: st.sampled_from([received(version), taken_back(version)])
)


@given(
    st.lists(news, min_size=1, max_size=10).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(all_ + all_[:3]))
    )
)
def test_an_announcement_is_the_same_whatever_the_order_and_number_of_its_facts(
    all_: tuple[list[Announcement], list[Announcement]],
) -> None:
    in_order, shuffled = all_
    assert reduce(Announcement.merged, in_order) == reduce(Announcement.merged, shuffled)
