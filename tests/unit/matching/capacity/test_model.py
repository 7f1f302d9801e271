"""A month's capacity is promised once, whoever asks for it in whatever order."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.problems import Conflict
from services.matching.capacity.model import AlreadyPromised, Book
from services.matching.capacity.outlook import outlook
from services.matching.model import Offer
from tests.unit.matching.pairs import offer

NOW = datetime(2026, 11, 20, tzinfo=UTC)
DEADLINE = NOW + timedelta(days=7)
CAPACITY = 3_000


def crisps(**changes: Any) -> Offer:
    return offer(capacity_per_month=CAPACITY, **changes)


def reserved(book: Book, holder: str, wanted: Mapping[str, int], **changes: Any) -> Book:
    return book.reserving(holder, wanted, DEADLINE, crisps(**changes), NOW)


@pytest.fixture
def book() -> Book:
    return reserved(Book.of(crisps()), "pool:1", {"2026-12": 2_000, "2027-01": 2_000})


def refused(book: Book, wanted: Mapping[str, int], **changes: Any) -> str:
    with pytest.raises(Conflict) as refusal:
        reserved(book, "pool:2", wanted, **changes)
    return refusal.value.code


def test_what_is_left_can_be_reserved_and_not_one_unit_more(book: Book) -> None:
    with pytest.raises(AlreadyPromised) as refusal:
        reserved(book, "pool:2", {"2026-12": 1_001})
    assert refusal.value.members["free"] == 1_000
    assert refusal.value.detail == (
        "Keripik singkong balado: bulan 2026-12 tinggal 1.000 pak, diminta 1.001; "
        "selebihnya tidak dibuat atau sudah dijanjikan."
    )
    both = reserved(book, "pool:2", {"2026-12": 1_000})
    assert both.promised(NOW) == {"2026-12": 3_000, "2027-01": 2_000}


def test_asking_again_replaces_what_the_holder_had(book: Book) -> None:
    again = reserved(book, "pool:1", {"2026-12": 3_000})
    assert again.promised(NOW) == {"2026-12": 3_000}
    assert [(one.month, one.state, one.why) for one in again.reservations] == [
        ("2027-01", "released", "replaced"),
        ("2026-12", "held", None),
    ]


def test_a_held_reservation_frees_its_units_at_its_deadline(book: Book) -> None:
    assert book.promised(DEADLINE) == {}
    lapsed = book.lapsing(DEADLINE)
    assert {(one.state, one.why) for one in lapsed.reservations} == {("released", "expired")}
    assert lapsed.version == book.version + 1
    assert lapsed.next_lapse() is None
    assert lapsed.lapsing(DEADLINE) == lapsed


def test_a_firm_reservation_lasts_until_its_month_is_over(book: Book) -> None:
    firm = book.confirming("pool:1", NOW)
    assert firm.promised(DEADLINE) == {"2026-12": 2_000, "2027-01": 2_000}
    in_january = datetime(2027, 1, 15, tzinfo=UTC)
    over = firm.lapsing(in_january)
    assert [(one.state, one.why) for one in over.reservations] == [
        ("released", "month-over"),
        ("firm", None),
    ]
    assert firm.confirming("pool:1", in_january) == firm


def test_what_has_lapsed_cannot_be_confirmed(book: Book) -> None:
    with pytest.raises(Conflict) as refusal:
        book.confirming("pool:1", DEADLINE)
    assert refusal.value.code == "reservation-lapsed"


def test_to_release_twice_or_for_nobody_changes_nothing(book: Book) -> None:
    released = book.releasing("pool:1", "declined")
    assert released.promised(NOW) == {}
    assert released.releasing("pool:1", "declined") is released
    assert book.releasing("pool:2", "declined") is book


def test_a_product_that_cannot_be_promised_says_why(book: Book) -> None:
    assert refused(book, {"2026-10": 1}) == "month-over"
    assert refused(book, {"2027-02": 1}, months=(3, 4)) == "capacity-promised"
    assert refused(book, {"2027-02": 1}, unit="kg") == "unit-changed"
    with pytest.raises(Conflict) as refusal:
        Book.of(crisps()).reserving("pool:2", {"2027-02": 1}, DEADLINE, _unstated(), NOW)
    assert refusal.value.code == "capacity-unknown"


def test_no_more_can_be_promised_of_a_month_than_its_own_capacity(book: Book) -> None:
    low = [{"month": 2, "units": 300}]
    assert refused(book, {"2027-02": 301}, capacities=low) == "capacity-promised"
    kept = reserved(book, "pool:2", {"2027-02": 300}, capacities=low)
    assert kept.promised(NOW)["2027-02"] == 300


def _unstated() -> Offer:
    return offer(capacity_per_month=0)


def test_lowered_capacity_takes_nothing_away_and_says_what_is_too_much(book: Book) -> None:
    [december, _] = outlook(book, offer(capacity_per_month=1_500), NOW).months
    assert (december.promised, december.capacity, december.free, december.over) == (
        2_000,
        1_500,
        0,
        500,
    )
    assert december.text.startswith("Bulan 2026-12 dijanjikan 2.000 pak, padahal kini hanya")
    assert december.text_en.startswith("2,000 pak are promised in 2026-12, but only 1,500 can")
    assert len(december.reservations) == 1
    assert refused(book, {"2026-12": 1}, months=(1,)) == "capacity-promised"


def test_a_withdrawn_product_is_promised_in_vain(book: Book) -> None:
    assert [month.over for month in outlook(book, None, NOW).months] == [2_000, 2_000]


MONTHS = st.sampled_from(["2026-12", "2027-01", "2027-02"])
HOLDERS = st.sampled_from(["pool:1", "pool:2", "quote:3"])
ACTIONS = st.one_of(
    st.tuples(
        st.just("reserve"), HOLDERS, st.dictionaries(MONTHS, st.integers(1, CAPACITY), min_size=1)
    ),
    st.tuples(st.sampled_from(["confirm", "release", "lapse"]), HOLDERS, st.none()),
)


@given(st.lists(ACTIONS, max_size=20))
def test_no_month_is_ever_promised_beyond_its_capacity(story: list[Any]) -> None:
    book = Book.of(crisps())
    for number, (action, holder, wanted) in enumerate(story):
        moment = NOW + timedelta(days=number)
        try:
            book = _after(book, action, holder, wanted, moment)
        except Conflict:
            continue
        assert all(units <= CAPACITY for units in book.promised(moment).values())


def _after(
    book: Book, action: str, holder: str, wanted: Mapping[str, int] | None, moment: datetime
) -> Book:
    if action == "reserve" and wanted:
        return book.reserving(holder, wanted, moment + timedelta(days=3), crisps(), moment)
    if action == "confirm":
        return book.confirming(holder, moment)
    return book.releasing(holder, "declined") if action == "release" else book.lapsing(moment)
