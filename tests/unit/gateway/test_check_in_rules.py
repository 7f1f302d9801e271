"""What a scan is answered, and who is on the floor by all scans, in whatever order they come."""

from datetime import UTC, datetime, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.checkins.model import Batch, Direction, Scan, Taken, judged, presence

NINE = datetime(2026, 11, 12, 2, tzinfo=UTC)


def scan(minute: int, direction: Direction = "in", gate: str = "Utara", sequence: int = 1) -> Taken:
    at = NINE + timedelta(minutes=minute)
    return Taken(
        key=f"{gate}|{sequence}|A",
        edition="h2o-2026",
        device=gate,
        gate=gate,
        sequence=sequence,
        badge="A",
        holder="sri",
        direction=direction,
        scanned_at=at,
        at=at,
        received_at=at,
        offline=False,
    )


def test_who_comes_is_let_in() -> None:
    assert judged(scan(0), []).outcome == "accepted"


def test_who_is_in_is_told_when_and_where_they_came() -> None:
    again = judged(scan(30, gate="Selatan"), [scan(0)])
    assert (again.outcome, again.since, again.where) == ("already-in", NINE, "Utara")


def test_who_left_may_come_back() -> None:
    known = [scan(0), scan(30, "out")]
    assert judged(scan(60), known).outcome == "accepted"


def test_who_never_came_is_not_sent_out() -> None:
    assert judged(scan(0, "out"), []).outcome == "not-in"


def test_who_did_not_leave_may_come_the_next_day() -> None:
    assert judged(scan(24 * 60), [scan(0)]).outcome == "accepted"


def test_an_entry_that_is_heard_of_late_doubles_the_one_behind_it() -> None:
    late = judged(scan(0, gate="Selatan"), [scan(30)])
    assert (late.outcome, late.where) == ("already-in", "Utara")


def test_an_entry_heard_of_after_its_own_leaving_is_an_entry() -> None:
    early_out = judged(scan(30, "out"), [])
    assert early_out.outcome == "not-in"
    assert judged(scan(0), [early_out]).outcome == "accepted"


passes = st.lists(
    st.tuples(st.integers(0, 600), st.sampled_from(["in", "out"]), st.sampled_from(["U", "S"])),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[0],
)


@given(passes.flatmap(lambda day: st.tuples(st.just(day), st.permutations(day))))
def test_where_somebody_is_does_not_depend_on_the_order_in_which_gates_are_heard(
    orders: tuple[list[tuple[int, Direction, str]], list[tuple[int, Direction, str]]],
) -> None:
    found = [_played(order) for order in orders]
    where = [presence("sri", "h2o-2026", day) for day in found]
    assert where[0] == where[1]


@given(passes)
def test_no_stay_is_entered_twice(day: list[tuple[int, Direction, str]]) -> None:
    in_time = sorted(_played(day), key=lambda one: one.at)
    for _, run in groupby(in_time, key=lambda one: one.direction):
        assert sum(one.outcome == "accepted" for one in run) <= 1


@given(passes)
def test_gates_that_are_heard_in_time_are_answered_by_turns(
    day: list[tuple[int, Direction, str]],
) -> None:
    accepted = [one.direction for one in _played(sorted(day)) if one.outcome == "accepted"]
    assert accepted == [("in", "out")[turn % 2] for turn in range(len(accepted))]


def _played(day: list[tuple[int, Direction, str]]) -> list[Taken]:
    known: list[Taken] = []
    for number, (minute, direction, gate) in enumerate(day):
        known.append(judged(scan(minute, direction, gate, number), known))
    return known


def test_a_clock_that_is_wrong_is_set_right_by_what_it_says_as_it_sends() -> None:
    wrong = datetime(1970, 1, 1, tzinfo=UTC)
    scanned = Scan(badge="A", sequence=1, scanned_at=wrong)
    batch = Batch(sent_at=wrong + timedelta(minutes=10), scans=(scanned,))
    assert batch.happened_at(scanned, NINE) == NINE - timedelta(minutes=10)


def test_nothing_was_scanned_in_the_future() -> None:
    scanned = Scan(badge="A", sequence=1, scanned_at=NINE + timedelta(days=1))
    assert Batch(sent_at=NINE, scans=(scanned,)).happened_at(scanned, NINE) == NINE


def test_a_scan_is_known_by_badge_device_and_sequence() -> None:
    keys = {
        Scan(badge=badge, sequence=sequence, scanned_at=NINE).key(device)
        for badge in ("000000000", "111")
        for sequence in (1, 2)
        for device in ("hp-1", "hp-2")
    }
    assert len(keys) == 8
