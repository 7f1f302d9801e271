"""What warnings of papers read like in an inbox, and that it ends up the same in any order."""

from datetime import UTC, date, datetime
from functools import reduce
from itertools import permutations

import pytest

from contracts.catalogue import PaperExpiring
from services.notifications.inbox.model import Entry, Fold
from services.notifications.inbox.papers import expiring
from services.notifications.inbox.told import Announcement
from services.notifications.people.model import Language
from services.notifications.words import Words

WORDS = Words()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def warning(
    stage: int, days: int, kind: str = "PIRT", product: str | None = "Keripik"
) -> PaperExpiring:
    return PaperExpiring(
        subject=f"product:h2o:PR-1/{kind}/2027-05-01",
        version=stage,
        edition="h2o",
        exhibitor="exhibitor:h2o:PS-1",
        product="product:h2o:PR-1" if product else None,
        product_name=product,
        kind=kind,
        expires=date(2027, 5, 1),
        days=days,
    )


def entry(*facts: PaperExpiring) -> Entry:
    known: dict[str, Announcement] = {}
    for told in (one for fact in facts for one in expiring(fact)):
        known[told.id] = known[told.id].merged(told) if told.id in known else told
    heard = [one for one in known.values() if one.found]
    ranked = sorted(heard, key=lambda one: (not one.is_live, -one.score, one.id))
    [heading] = {heading for one in heard for heading in one.headings}
    fold = Fold(count=sum(one.is_live for one in heard), leading=tuple(ranked[:3]))
    return Entry.under(heading, NOON).counting(fold, 1, NOON)


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "id",
            "2 dokumen Anda segera berakhir",
            "PIRT untuk Keripik berlaku sampai 1 Mei 2027; NIB berlaku sampai 1 Mei 2027. "
            "Perpanjang sebelum berakhir, lalu unggah yang baru.",
        ),
        (
            "en",
            "2 of your papers end soon",
            "PIRT for Keripik holds until 1 May 2027; NIB holds until 1 May 2027. "
            "Renew before it ends and upload the new one.",
        ),
    ],
)
def test_an_entry_names_the_papers_the_soonest_first(
    language: Language, title: str, text: str
) -> None:
    told = entry(warning(1, 80, "NIB", None), warning(2, 29))
    assert WORDS.title(told, language) == title
    assert WORDS.text(told, language) == text


def test_a_later_warning_takes_the_place_of_the_earlier_in_whatever_order_they_come() -> None:
    warnings = [warning(1, 90), warning(2, 30), warning(3, 7)]
    seen = {entry(*order).model_dump_json() for order in permutations(warnings)}
    assert len(seen) == 1
    told = entry(*warnings, *warnings)
    assert (told.count, len(told.best)) == (1, 1)
    assert told.best[0].score == reduce(max, (one.score for one in expiring(warnings[2])))
