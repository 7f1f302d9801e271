"""Who is told what of a pool, and that it ends up the same in any order."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.matching import PoolChanged, PoolMember
from services.notifications.inbox import pools
from services.notifications.inbox.model import Entry, Fold
from services.notifications.inbox.told import Announcement, Occasion
from services.notifications.people.model import Language
from services.notifications.words import Words

WORDS = Words()
UNTIL = datetime(2026, 11, 28, 10, tzinfo=UTC)
BUYER = "buyer:h2o:PB-1"


def member(number: int, state: str, leads: bool = False) -> PoolMember:
    return PoolMember.model_validate(
        {
            "exhibitor": f"exhibitor:h2o:PS-{number}",
            "exhibitor_name": "KSU Maju",
            "product": f"product:h2o:PR-{number}",
            "product_name": "Keripik Sagu",
            "state": state,
            "units": 1_800,
            "unit": "pak",
            "deadline": UNTIL,
            "leads": leads,
        }
    )


def pool(version: int, state: str, *members: PoolMember, **more: Any) -> PoolChanged:
    return PoolChanged.model_validate(
        {
            "subject": "pool:h2o:KB-1-1",
            "version": version,
            "edition": "h2o",
            "code": "KB-1-1",
            "demand": "demand:h2o:KB-1",
            "demand_code": "KB-1",
            "demand_title": "Keripik tempe",
            "demand_title_en": "Tempeh chips",
            "buyer": BUYER,
            "state": state,
            "members": members,
            **more,
        }
    )


PROPOSED = pool(1, "proposed", member(1, "proposed"), proposed_by="exhibitor:h2o:PS-1")
INVITING = pool(2, "inviting", member(1, "invited", True), member(2, "invited"))
REPAIRED = pool(
    5,
    "inviting",
    member(1, "accepted", True),
    member(2, "declined"),
    member(3, "invited"),
    repairs=1,
)
COMPLETE = pool(
    6,
    "complete",
    member(1, "accepted", True),
    member(2, "declined"),
    member(3, "accepted"),
    repairs=1,
)
DISSOLVED = pool(7, "dissolved", member(1, "released", True), repairs=1)
STORY = (PROPOSED, INVITING, REPAIRED, COMPLETE)


def live(*facts: PoolChanged) -> set[tuple[str, Occasion]]:
    return {(one.party, one.occasion) for one in heard(facts).values() if one.is_live}


def heard(facts: tuple[PoolChanged, ...]) -> dict[str, Announcement]:
    known: dict[str, Announcement] = {}
    for one in (one for fact in facts for one in pools.changed(fact)):
        known[one.id] = known[one.id].merged(one) if one.id in known else one
    return known


def entry(party: str, occasion: Occasion, *facts: PoolChanged) -> Entry:
    notices = [
        one for one in heard(facts).values() if (one.party, one.occasion) == (party, occasion)
    ]
    [heading] = {heading for notice in notices for heading in notice.headings}
    leading = tuple(sorted(notices, key=lambda one: not one.is_live))
    fold = Fold(count=sum(one.is_live for one in notices), leading=leading)
    return Entry.under(heading, UNTIL).counting(fold, 1, UNTIL)


def test_each_is_told_what_waits_for_them() -> None:
    first, second = (f"exhibitor:h2o:PS-{number}" for number in (1, 2))
    assert live(PROPOSED) == {(BUYER, Occasion.POOL_PROPOSED)}
    assert live(PROPOSED, INVITING) == {
        (first, Occasion.POOL_INVITATION),
        (second, Occasion.POOL_INVITATION),
    }
    assert live(*STORY[:3]) == {
        ("exhibitor:h2o:PS-3", Occasion.POOL_INVITATION),
        (BUYER, Occasion.POOL_REPAIRED),
    }
    assert live(*STORY) == {
        (first, Occasion.POOL_LED),
        (BUYER, Occasion.POOL_COMPLETE),
        (BUYER, Occasion.POOL_REPAIRED),
    }
    assert live(*STORY, DISSOLVED) == set()


@given(st.permutations([*STORY, *STORY]))
def test_told_twice_and_in_any_order_it_is_the_same(told: list[PoolChanged]) -> None:
    assert heard(tuple(told)) == heard(STORY)


@pytest.mark.parametrize(
    ("shown", "language", "title", "text"),
    [
        (
            entry("exhibitor:h2o:PS-2", Occasion.POOL_INVITATION, INVITING),
            "id",
            "Anda diundang memenuhi “Keripik tempe” bersama koperasi lain",
            "Bagian Anda: 1800 pak Keripik Sagu; jawablah paling lambat 28 November 2026 17.00 "
            "WIB.",
        ),
        (
            entry("exhibitor:h2o:PS-2", Occasion.POOL_INVITATION, INVITING, REPAIRED),
            "en",
            "The invitation to fill “Tempeh chips” no longer waits for your answer",
            "You have answered, the time is over, or the pool has changed.",
        ),
        (
            entry(BUYER, Occasion.POOL_COMPLETE, COMPLETE),
            "en",
            "The pool for “Tempeh chips” is complete",
            "All members have agreed and their capacity is reserved for you.",
        ),
    ],
)
def test_an_entry_reads_like_this(shown: Entry, language: Language, title: str, text: str) -> None:
    assert WORDS.title(shown, language) == title
    assert WORDS.text(shown, language) == text


def test_an_entry_leads_to_where_one_can_act() -> None:
    assert entry(BUYER, Occasion.POOL_COMPLETE, COMPLETE).link == "/gabungan/KB-1-1"
    asked = entry("exhibitor:h2o:PS-1", Occasion.POOL_INVITATION, INVITING)
    assert (asked.link, asked.kind) == ("/gabungan", "pool")
