"""The cheapest pool is the cheapest: beside trying everything, and beside its own proof."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.pools.bound import lower_bound
from services.matching.pools.exact import cheapest
from services.matching.pools.method import drafted, proven
from services.matching.pools.problem import SURPLUS, Plan, Problem, cost_of
from tests.unit.matching.pools.brute import cheapest_cost

PENALTY = 5_000.0


def problem(
    offers: list[tuple[int, int, int, int]],
    volume: int = 100,
    members_at_most: int | None = None,
    kinds: int = 1,
) -> Problem:
    """Offers as (price, fixed, least, most) with one step, alike in `kinds` kinds of months."""
    price, fixed, least, most = (np.array(part, float) for part in zip(*offers, strict=True))
    shape = (len(offers), kinds, 1)
    return Problem(
        volume=np.full(kinds, float(volume)),
        months=np.ones(kinds),
        price=np.broadcast_to(price[:, None, None], shape).copy(),
        least=np.broadcast_to(least[:, None, None], shape).copy(),
        most=np.broadcast_to(most[:, None, None], shape).copy(),
        fixed=fixed,
        members_at_most=members_at_most,
        penalty=PENALTY,
    )


def best(of: Problem) -> Plan:
    return proven(of, drafted(of), 5)


def test_the_cheapest_fills_first_and_the_next_gives_the_rest() -> None:
    plan = best(problem([(10, 50, 1, 60), (12, 50, 1, 60), (11, 500, 1, 60)]))
    assert plan.shares[:, 0, 0].tolist() == [60, 40, 0]
    assert plan.cost == pytest.approx(60 * 10 + 40 * 12 + 100)
    assert plan.gap < 1e-6


def test_a_smallest_lot_takes_from_the_cheaper_neighbour() -> None:
    plan = best(problem([(10, 0, 1, 80), (12, 0, 30, 60)]))
    assert plan.shares[:, 0, 0].tolist() == [70, 30]


def test_few_members_may_cost_more_than_many() -> None:
    offers = [(10, 10, 1, 40), (10, 10, 1, 40), (10, 10, 1, 40), (14, 10, 1, 70)]
    assert best(problem(offers)).cost < best(problem(offers, members_at_most=2)).cost
    assert (best(problem(offers, members_at_most=2)).shares > 0).sum() == 2


def test_what_nobody_can_deliver_is_missing_and_the_rest_is_delivered() -> None:
    plan = best(problem([(10, 50, 1, 30), (12, 50, 1, 30)]))
    assert plan.shares.sum() == 60
    assert plan.cost == pytest.approx(30 * 10 + 30 * 12 + 100 + 40 * PENALTY)
    assert plan.gap < 1e-6


def test_nobody_at_all_is_an_answer_too() -> None:
    nobody = problem([(10, 50, 1, 0)])
    assert best(nobody).cost == pytest.approx(100 * PENALTY)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    size, kinds, steps = draw(st.integers(1, 4)), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    cells = size * kinds * steps

    def numbers(low: int, high: int) -> np.ndarray:
        drawn = draw(st.lists(st.integers(low, high), min_size=cells, max_size=cells))
        return np.array(drawn, float).reshape(size, kinds, steps)

    least = numbers(1, 60)
    return Problem(
        volume=np.array(draw(st.lists(st.integers(1, 150), min_size=kinds, max_size=kinds)), float),
        months=np.array(draw(st.lists(st.integers(1, 6), min_size=kinds, max_size=kinds)), float),
        price=numbers(1, 100),
        least=least,
        most=np.where(numbers(0, 3) > 0, least + numbers(0, 80), 0.0),
        fixed=np.array(draw(st.lists(st.integers(0, 900), min_size=size, max_size=size)), float),
        members_at_most=draw(st.one_of(st.none(), st.integers(1, 3))),
        penalty=PENALTY,
    )


@settings(max_examples=150)
@given(problems())
def test_it_is_as_cheap_as_the_best_of_everything_that_can_be_tried(of: Problem) -> None:
    plan = best(of)
    assert plan.cost == pytest.approx(cheapest_cost(of), rel=1e-5)
    assert plan.bound <= plan.cost
    assert plan.gap < 1e-5


@settings(max_examples=60)
@given(problems())
def test_a_plan_keeps_to_capacity_smallest_lots_and_number_of_members(of: Problem) -> None:
    draft = drafted(of)
    for plan in (draft.plan, proven(of, draft, 5)):
        given_ = plan.shares > 0
        assert (plan.shares <= of.most + 1e-6).all()
        assert (plan.shares >= of.least - 1e-6)[given_].all()
        assert (given_.sum(axis=2) <= 1).all()
        assert (plan.shares.sum(axis=(0, 2)) <= of.volume * (1 + SURPLUS) + 1e-6).all()
        if of.members_at_most is not None:
            assert given_.any(axis=(1, 2)).sum() <= of.members_at_most
        assert plan.cost == pytest.approx(cost_of(of, plan.shares))


def _many(size: int, seed: int) -> Problem:
    chance = np.random.default_rng(seed)
    most = np.floor(10 ** chance.uniform(1, 3, size))
    least = np.maximum(1, np.floor(most * chance.choice([0, 0.1, 0.5], size)))
    offers = zip(
        chance.integers(80, 130, size), chance.integers(200, 3_000, size), least, most, strict=True
    )
    return problem([tuple(map(int, offer)) for offer in offers], volume=5_000)  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(3))
def test_setting_candidates_aside_loses_nothing(seed: int) -> None:
    many = _many(300, seed)
    everything = cheapest(many, 20)
    assert best(many).cost == pytest.approx(everything.cost, rel=1e-5)
    assert lower_bound(many).value <= everything.cost
