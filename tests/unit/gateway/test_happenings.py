"""The dashboard's feed: what goes on without a break is one line, and nobody is named."""

from datetime import UTC, datetime, timedelta

from contracts.gateway import VisitorEntered
from contracts.matching import DealRecorded
from kernel.envelope import Envelope
from services.gateway.happenings.model import KEPT, KINDS, Feed, Happening
from services.gateway.pages.language import CATALOGUE

START = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)


def _entered(gate: str, seconds: float) -> Happening:
    at = START + timedelta(seconds=seconds)
    return Happening(kind="entered", where=gate, since=at, at=at)


def test_what_goes_on_is_one_line_and_a_break_begins_another() -> None:
    feed = Feed()
    for gate, seconds in (("Utara", 0), ("Selatan", 10), ("Utara", 30), ("Utara", 400)):
        feed.note(_entered(gate, seconds))
    assert [(one.where, one.times) for one in feed.latest] == [
        ("Utara", 1),
        ("Utara", 2),
        ("Selatan", 1),
    ]
    assert feed.latest[1].since == START


def test_a_feed_keeps_the_last_alone() -> None:
    feed = Feed()
    for number in range(KEPT + 5):
        feed.note(_entered(f"Pintu {number}", number))
    assert len(feed.latest) == KEPT
    assert feed.latest[0].where == f"Pintu {KEPT + 4}"


def test_a_happening_says_where_or_what_and_not_who() -> None:
    gate = VisitorEntered(subject="reg-1", edition="e", version=1, gate="Utara", at=START)
    deal = DealRecorded(
        subject="deal-1",
        edition="e",
        version=1,
        code="d1",
        title="Kopi",
        buyer="buyer:e:PB-1",
        buyer_name="Bu Lina",
        exhibitor="exhibitor:e:PS-1",
        exhibitor_name="Koperasi Tani",
        position=0,
        step="contract",
        state="confirmed",
        by="buyer",
        value=1_000_000,
        volume=10,
        unit="kg",
    )
    told = [Happening.of(Envelope.of(fact, "gateway"), START) for fact in (gate, deal)]
    assert [(one.kind, one.where) for one in told] == [("entered", "Utara"), ("deal", "contract")]
    said = " ".join(one.model_dump_json() for one in told)
    assert not any(name in said for name in ("reg-1", "Lina", "Tani", "PB-1", "1000000"))


def test_every_kind_has_words_on_the_page() -> None:
    page = (CATALOGUE.parents[3] / "templates" / "dashboard.html").read_text(encoding="utf-8")
    assert all(f"'{kind}': _(" in page for kind, _ in KINDS.values())
