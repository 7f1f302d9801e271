"""What deals and leads read like in an inbox, and whom they wait for."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.matching import DealRecorded, LeadMade
from services.notifications.inbox import deals
from services.notifications.inbox.model import Entry, Fold
from services.notifications.inbox.told import Announcement
from services.notifications.people.model import Language
from services.notifications.words import Words

WORDS = Words()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
BUYER, MAKER = "buyer:h2o:PB-1", "exhibitor:h2o:PS-1"


def recorded(version: int, by: str, state: str, **told: Any) -> dict[str, Announcement]:
    """The announcements of a step, by party."""
    known = {
        "subject": "deal:h2o:1",
        "version": version,
        "edition": "h2o",
        "code": "1",
        "title": "Keripik",
        "buyer": BUYER,
        "buyer_name": "Swalayan",
        "exhibitor": MAKER,
        "exhibitor_name": "KSU Maju",
        "position": 0,
        "step": "contract",
        "state": state,
        "by": by,
        "value": 20_000_000,
        "volume": 2_000,
        "unit": "pak",
    }
    fact = DealRecorded.model_validate(known | told)
    return {one.party: one for one in deals.recorded(fact)}


def entry(one: Announcement) -> Entry:
    [heading] = one.headings
    fold = Fold(count=int(one.is_live), leading=(one,))
    return Entry.under(heading, NOON).counting(fold, 1, NOON)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "id",
            "Mohon pastikan 1 langkah kesepakatan “Keripik”",
            "KSU Maju mencatat kontrak: Rp20.000.000 untuk 2.000 pak.",
        ),
        (
            "en",
            "Please confirm 1 step of the deal “Keripik”",
            "KSU Maju recorded a contract: Rp20,000,000 for 2,000 pak.",
        ),
    ],
)
def test_the_other_side_is_asked_to_confirm(language: Language, title: str, text: str) -> None:
    told = entry(recorded(2, "exhibitor", "one-sided")[BUYER])
    assert WORDS.title(told, language) == title
    assert WORDS.text(told, language) == text
    assert (told.kind, told.link) == ("deal", "/kesepakatan/1")


def test_who_has_spoken_is_asked_no_more_and_who_differs_is_asked_again() -> None:
    first = recorded(2, "exhibitor", "one-sided")
    assert not first[MAKER].is_live
    differs = recorded(3, "buyer", "disagreed")
    assert first[BUYER].merged(differs[BUYER]).is_live is False
    assert first[MAKER].merged(differs[MAKER]).is_live
    agreed = recorded(4, "exhibitor", "confirmed")
    assert not differs[MAKER].merged(agreed[MAKER]).is_live
    assert not differs[BUYER].merged(agreed[BUYER]).is_live


def test_a_buyer_outside_the_expo_is_told_nothing() -> None:
    assert recorded(2, "exhibitor", "one-sided", buyer="").keys() == {MAKER}


def test_a_wish_for_contact_waits_until_it_is_answered_and_names_nobody() -> None:
    def asked(version: int, waits: bool) -> Announcement:
        fact = LeadMade(
            subject="lead:h2o:abc", version=version, edition="h2o", exhibitor=MAKER, waits=waits
        )
        return deals.asked_for_contact(fact)

    waiting = entry(asked(1, True))
    assert WORDS.title(waiting, "id") == "1 orang minta dihubungi"
    assert (waiting.kind, waiting.link) == ("lead", "/prospek")
    done = entry(asked(1, True).merged(asked(2, False)))
    assert WORDS.title(done, "en") == "All requests for contact are answered"
