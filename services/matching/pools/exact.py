"""A pool's problem as a mixed-integer program, solved by HiGHS (Huangfu and Hall, 2018)."""

from dataclasses import dataclass

import highspy
import numpy as np

from services.matching.pools.problem import SURPLUS, Floats, Ints, Plan, Problem, cost_of

CLOSE_ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class _Lots:
    """The steps that are there, as lists: of which candidate, kind of month and price each is."""

    member: Ints
    kind: Ints
    step: Ints

    @classmethod
    def of(cls, problem: Problem) -> "_Lots":
        return cls(*np.nonzero(problem.most > 0))

    @property
    def count(self) -> int:
        return len(self.member)


class _Rows:
    """Rows of a matrix, gathered in batches."""

    def __init__(self) -> None:
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self._cells: list[tuple[Ints, Ints, Floats]] = []
        self.count = 0

    def add(self, lower: Floats, upper: Floats, *cells: tuple[Ints, Ints, Floats]) -> None:
        """Rows within bounds; `cells` are (row counted from the first new one, column, factor)."""
        self._cells += [(row + self.count, column, factor) for row, column, factor in cells]
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(lower)

    def matrix(self) -> tuple[Ints, Ints, Floats]:
        """Starts of rows, columns and factors, row by row."""
        rows, columns, factors = (np.concatenate(part) for part in zip(*self._cells, strict=True))
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(self.count + 1))
        return starts, columns[order], factors[order]


def cheapest(problem: Problem, seconds: float) -> Plan:
    """The cheapest plan of a problem, or the best that is found in time, with the bound proven.

    Columns are what each lot delivers, whether it is used, who is a member, and what is missing.
    """
    lots = _Lots.of(problem)
    if not lots.count:
        shares = np.zeros_like(problem.price)
        cost = cost_of(problem, shares)
        return Plan(shares, cost, cost)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("threads", 1),
        ("time_limit", seconds),
        ("mip_rel_gap", CLOSE_ENOUGH),
        ("random_seed", 1),
    ):
        highs.setOptionValue(option, value)
    highs.passModel(_model(problem, lots))
    highs.run()
    return _plan(problem, lots, np.array(highs.getSolution().col_value), highs.getInfo())


def _plan(problem: Problem, lots: _Lots, found: Floats, info: highspy.HighsInfo) -> Plan:
    shares = np.zeros_like(problem.price)
    where = (lots.member, lots.kind, lots.step)
    if len(found):
        used = found[lots.count : 2 * lots.count] > 0.5
        amounts = np.clip(found[: lots.count], problem.least[where], problem.most[where])
        shares[where] = np.where(used, amounts, 0.0)
    return Plan(shares, cost_of(problem, shares), float(info.mip_dual_bound))


def _model(problem: Problem, lots: _Lots) -> highspy.HighsLp:
    where, kinds = (lots.member, lots.kind, lots.step), len(problem.volume)
    amount = np.arange(lots.count)
    used, member = amount + lots.count, lots.member + 2 * lots.count
    missing = np.arange(kinds) + 2 * lots.count + problem.size
    one, none = np.ones(lots.count), np.zeros(lots.count)
    unbounded = np.full(lots.count, highspy.kHighsInf)
    rows = _Rows()
    rows.add(
        problem.volume,
        problem.volume * (1 + SURPLUS),
        (lots.kind, amount, one),
        (np.arange(kinds), missing, np.ones(kinds)),
    )
    rows.add(-unbounded, none, (amount, amount, one), (amount, used, -problem.most[where]))
    rows.add(none, unbounded, (amount, amount, one), (amount, used, -problem.least[where]))
    _one_step_a_member(rows, problem, lots, used, member)
    if problem.members_at_most is not None:
        rows.add(
            np.zeros(1),
            np.array([float(problem.members_at_most)]),
            (
                np.zeros(problem.size, int),
                np.arange(problem.size) + 2 * lots.count,
                np.ones(problem.size),
            ),
        )
    cost = np.concatenate(
        [
            problem.price[where] * problem.months[lots.kind],
            none,
            problem.fixed,
            problem.months * problem.penalty,
        ]
    )
    upper = np.concatenate([problem.most[where], one, np.ones(problem.size), problem.volume])
    return _filled(rows, cost, upper, lots.count, problem.size, kinds)


def _one_step_a_member(
    rows: _Rows, problem: Problem, lots: _Lots, used: Ints, member: Ints
) -> None:
    """Of a candidate's steps in one kind of month at most one is used, and only by a member."""
    kinds = len(problem.volume)
    groups, group = np.unique(lots.member * kinds + lots.kind, return_inverse=True)
    first = np.searchsorted(group, np.arange(len(groups)))
    rows.add(
        np.full(len(groups), -highspy.kHighsInf),
        np.zeros(len(groups)),
        (group, used, np.ones(lots.count)),
        (np.arange(len(groups)), member[first], np.full(len(groups), -1.0)),
    )


def _filled(
    rows: _Rows, cost: Floats, upper: Floats, lots: int, members: int, kinds: int
) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), rows.count
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(len(cost)), upper
    model.row_lower_, model.row_upper_ = np.concatenate(rows.lower), np.concatenate(rows.upper)
    starts, columns, factors = rows.matrix()
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = starts, columns
    model.a_matrix_.value_ = factors
    whole, any_ = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    model.integrality_ = [any_] * lots + [whole] * (lots + members) + [any_] * kinds
    return model
