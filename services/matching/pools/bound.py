"""A lower bound on a pool's cost: the Lagrangean dual, raised by cutting planes.

Volume and the number of members are priced instead of demanded (Geoffrion, Lagrangean relaxation
for integer programming, 1974), whereupon every candidate decides for itself. The concave dual is
maximised by Kelley's cutting planes (1960), each next point drawn half-way back to the best one so
far (in-out separation: Ben-Ameur and Neto, 2007).
"""

from dataclasses import dataclass

import highspy
import numpy as np

from services.matching.pools.problem import Floats, Problem

MOST_CUTS = 80
CLOSE_ENOUGH = 1e-4
"""Closer costs twice the time over four seasons and sets hardly more candidates aside."""
STEP_BACK = 0.5


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan costs less than `value`; one with candidate `i` in it costs at least
    `value + max(0, reduced[i])`."""

    value: float
    reduced: Floats


@dataclass(frozen=True, slots=True)
class _Cut:
    """The dual at a point, and its slope there."""

    at: Floats
    value: float
    slope: Floats
    reduced: Floats


def lower_bound(problem: Problem) -> Bound:
    """The best bound that the relaxation gives, within `CLOSE_ENOUGH` of it.

    A point is a price per unit of volume for each kind of month, and one per member.
    """
    highest = np.append(problem.months * problem.penalty, _dearest_member(problem))
    master, best = _Master(highest), _cut(problem, _first_point(problem))
    master.add(best)
    for _ in range(MOST_CUTS):
        point, ceiling = master.solved()
        if ceiling - best.value <= CLOSE_ENOUGH * abs(ceiling):
            break
        cut = _cut(problem, best.at + STEP_BACK * (point - best.at))
        if cut.value <= best.value:
            master.add(cut)
            cut = _cut(problem, point)
        master.add(cut)
        best = max(best, cut, key=lambda one: one.value)
    return Bound(best.value, best.reduced)


def _first_point(problem: Problem) -> Floats:
    """At the prices of the cheapest candidates that cover the volume, were they alone."""
    unit = (
        problem.price
        + (problem.fixed / problem.months.sum())[:, None, None] / np.maximum(problem.most, 1.0)
    ).min(axis=2, initial=np.inf)
    room = problem.most.max(axis=2)
    prices = [
        _price_that_covers(unit[:, kind], room[:, kind], volume, problem.penalty)
        for kind, volume in enumerate(problem.volume)
    ]
    return np.append(problem.months * np.array(prices), 0.0)


def _price_that_covers(unit: Floats, room: Floats, volume: float, penalty: float) -> float:
    order = np.argsort(np.where(room > 0, unit, np.inf))
    covered = np.searchsorted(np.cumsum(room[order]), volume)
    return float(min(unit[order[covered]], penalty)) if covered < len(order) else penalty


def _dearest_member(problem: Problem) -> float:
    """More than what any candidate can be worth, or 0 when their number is not limited."""
    if problem.members_at_most is None:
        return 0.0
    worth = (problem.most.max(axis=2) * problem.months).sum(axis=1) * problem.penalty
    return float(worth.max(initial=0.0))


def _cut(problem: Problem, point: Floats) -> _Cut:
    """The relaxation solved at some prices; every candidate decides for itself."""
    prices, a_member = point[:-1], point[-1]
    most_members = problem.members_at_most or 0
    margin = problem.months[:, None] * problem.price - prices[:, None]
    shares = np.where(margin < 0, problem.most, problem.least)
    worth = margin * shares
    step = worth.argmin(axis=2)[:, :, None]
    worth = np.take_along_axis(worth, step, 2)[:, :, 0]
    shares = np.take_along_axis(shares, step, 2)[:, :, 0] * (worth < 0)
    reduced = problem.fixed + a_member + np.minimum(worth, 0.0).sum(axis=1)
    chosen = reduced < 0
    value = prices @ problem.volume - a_member * most_members + reduced[chosen].sum()
    slope = np.append(problem.volume - shares[chosen].sum(axis=0), chosen.sum() - most_members)
    return _Cut(point, float(value), slope, reduced)


class _Master:
    """The upper envelope of all cuts so far, as a linear program."""

    def __init__(self, highest: Floats) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._count = len(highest)
        for high in highest:
            self._highs.addVar(0.0, high)
        self._highs.addVar(-highspy.kHighsInf, highspy.kHighsInf)
        self._highs.changeColCost(self._count, -1.0)

    def add(self, cut: _Cut) -> None:
        """The value is at most `cut.value + cut.slope · (point - cut.at)`."""
        columns = np.arange(self._count + 1, dtype=np.int32)
        most = cut.value - float(cut.slope @ cut.at)
        self._highs.addRow(
            -highspy.kHighsInf, most, len(columns), columns, np.append(-cut.slope, 1.0)
        )

    def solved(self) -> tuple[Floats, float]:
        """Where the envelope is highest, and how high it is there."""
        self._highs.run()
        found = np.array(self._highs.getSolution().col_value)
        return found[:-1], float(found[-1])
