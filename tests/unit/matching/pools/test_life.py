"""What may happen to a pool, in which order, and that nothing happens twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from kernel.problems import Conflict
from services.matching.pools import life
from services.matching.pools.model import Pool, PoolForm, proposed_pool
from tests.unit.matching.pairs import demand
from tests.unit.matching.pools.orders import MONTHS, answer, maker

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=8)
MAKERS = tuple(maker(number, 1_000 - 100 * number) for number in range(1, 5))


@pytest.fixture
def pool() -> Pool:
    found = answer(*MAKERS)
    return proposed_pool(demand(), 1, PoolForm(demand="KB-1"), "", MONTHS, found, NOW)


@pytest.fixture
def inviting(pool: Pool) -> Pool:
    return life.inviting(pool, 7, NOW)


def states(pool: Pool) -> dict[str, str]:
    return {member.product_code: member.state for member in pool.members}


def agreed(pool: Pool, *codes: str) -> Pool:
    for code in codes:
        pool = life.accepted(pool, code, NOW)
    return pool


def refused(step: Callable[[], Pool]) -> str:
    with pytest.raises(Conflict) as refusal:
        step()
    return refusal.value.code


def test_all_agree_and_it_is_complete(inviting: Pool) -> None:
    assert states(inviting) == {"PR-1": "invited", "PR-2": "invited", "PR-3": "invited"}
    two = agreed(inviting, "PR-1", "PR-2")
    assert two.state == "inviting"
    complete = agreed(two, "PR-3")
    assert complete.state == "complete"
    assert complete.history[-1].text_en == "All members agree; the pool is complete."
    assert life.next_look(complete) is None


def test_each_step_counts_once(inviting: Pool) -> None:
    once = agreed(inviting, "PR-1")
    assert agreed(once, "PR-1") is once
    assert life.inviting(inviting, 7, LATER) is inviting
    left = life.declined(once, "PR-2", "Penuh", NOW)
    assert life.declined(left, "PR-2", "Penuh", NOW) is left
    over = life.dissolved(left, NOW, "Dibubarkan.", "Dissolved.")
    assert life.dissolved(over, NOW, "Dibubarkan.", "Dissolved.") is over
    assert life.expired(inviting, NOW) is inviting


def test_who_is_not_asked_or_too_late_cannot_agree(pool: Pool, inviting: Pool) -> None:
    assert refused(lambda: life.accepted(pool, "PR-1", NOW)) == "pool-proposed"
    assert refused(lambda: life.accepted(inviting, "PR-1", LATER)) == "not-invited"
    left = life.declined(inviting, "PR-1", "", NOW)
    assert refused(lambda: life.accepted(left, "PR-1", NOW)) == "not-invited"
    over = life.dissolved(inviting, NOW, "Dibubarkan.", "Dissolved.")
    assert refused(lambda: life.accepted(over, "PR-1", NOW)) == "pool-dissolved"
    assert refused(lambda: life.inviting(over, 7, NOW)) == "pool-dissolved"


def test_nobody_leaves_a_complete_pool(inviting: Pool) -> None:
    complete = agreed(inviting, "PR-1", "PR-2", "PR-3")
    assert refused(lambda: life.declined(complete, "PR-1", "", NOW)) == "pool-complete"


def test_a_pool_of_nobody_invites_nobody(pool: Pool) -> None:
    nobody = pool.model_copy(update={"members": ()})
    assert refused(lambda: life.inviting(nobody, 7, NOW)) == "no-members"


def test_a_pool_is_not_complete_while_a_replacement_is_looked_for(inviting: Pool) -> None:
    left = life.declined(inviting, "PR-3", "", NOW)
    both = agreed(left, "PR-1", "PR-2")
    assert (both.state, both.to_do) == ("inviting", "repair")
    alone = answer(seconds=0, wanted=(300.0, 300.0))
    repaired = life.repaired(both, both.present, alone, NOW)
    assert (repaired.state, repaired.repairs) == ("complete", 1)
    assert [one.volume for one in repaired.missing] == [300, 300]


def test_a_repair_keeps_those_who_agreed_and_asks_others_anew(inviting: Pool) -> None:
    left = life.declined(agreed(inviting, "PR-1"), "PR-2", "", NOW)
    kept = [left.member("PR-1")]
    wanted = life.open_volume(left, kept, NOW)
    assert wanted == (1_100.0, 1_100.0)
    found = answer(*MAKERS[2:], wanted=wanted)
    repaired = life.repaired(left, kept, found, LATER)
    assert states(repaired) == {
        "PR-1": "accepted",
        "PR-2": "declined",
        "PR-3": "invited",
        "PR-4": "invited",
    }
    before, after = left.member("PR-3"), repaired.member("PR-3")
    assert (before.units, after.units) == (600, 1_400)
    assert after.version == before.version + 1
    assert after.deadline == LATER + timedelta(days=7)
    assert repaired.member("PR-1") == left.member("PR-1")


def test_who_is_needed_no_more_is_let_go_and_may_be_asked_again(inviting: Pool) -> None:
    left = life.declined(inviting, "PR-1", "", NOW)
    two = [left.member("PR-2")]
    without = life.repaired(left, two, answer(MAKERS[3]), NOW)
    assert states(without)["PR-3"] == "released"
    again = life.repaired(without, two, answer(MAKERS[2]), NOW)
    assert states(again)["PR-3"] == "invited"


def test_when_everybody_has_left_the_pool_is_dissolved(inviting: Pool) -> None:
    late = life.expired(inviting, LATER)
    assert set(states(late).values()) == {"expired"}
    over = life.repaired(late, [], answer(), LATER)
    assert (over.state, over.history[-1].text) == ("dissolved", "Tidak ada anggota yang tersisa.")


def test_nothing_more_is_wanted_of_a_month_that_is_over(inviting: Pool) -> None:
    in_january = datetime(2027, 1, 10, tzinfo=UTC)
    assert life.open_volume(inviting, [], in_january) == (0.0, 2_000.0)


def test_a_proof_keeps_the_members_unless_it_found_better(pool: Pool, inviting: Pool) -> None:
    same = life.settled(pool, answer(*MAKERS), NOW)
    assert (same.members, same.to_do) == (pool.members, "")
    better = life.settled(pool, answer(*MAKERS, maker(5, 1_999, price=9_000)), NOW)
    assert better.cost < pool.cost
    assert life.settled(inviting, answer(*MAKERS), NOW) is inviting
