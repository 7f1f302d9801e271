"""How the cheapest pool is found: a bound, the best of a core, and a proof that no other is better.

The Lagrangean bound orders candidates by reduced cost. The cheapest plan of those that look best
(the core) is a plan of the whole problem. Every candidate with which no plan can be cheaper than
that one is set aside for good (reduced-cost fixing), and what remains is solved exactly.
"""

from dataclasses import dataclass, replace

import numpy as np

from services.matching.pools.bound import Bound, lower_bound
from services.matching.pools.exact import cheapest
from services.matching.pools.filling import filled
from services.matching.pools.problem import Floats, Ints, Plan, Problem, cost_of

CORE = 60
CORE_SECONDS = 0.06
SECOND_SECONDS = 1.0
POOR = 0.01
CLOSE_ENOUGH = 1e-6
MOST_LOTS = 20_000
"""More lots than that are not worth an attempt: the proof would not come in time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan, and the bound from which its proof goes on."""

    plan: Plan
    bound: Bound


def drafted(problem: Problem) -> Draft:
    """A good plan with its proven gap, at once; most often it is the cheapest already.

    It takes `CORE_SECONDS` and the time of the bound; a plan that is still poor by then, as on a
    busy machine, gets `SECOND_SECONDS` more.
    """
    bound = lower_bound(problem)
    core = _core(problem, bound)
    plan = _best_of(problem, core, bound, CORE_SECONDS)
    if plan.gap > POOR:
        again = _best_of(problem, core, bound, SECOND_SECONDS)
        plan = min(plan, again, key=lambda one: one.cost)
    return Draft(plan, bound)


def proven(problem: Problem, draft: Draft, seconds: float) -> Plan:
    """The cheapest plan, or what is found of it within some seconds, with the gap that is left.

    When the draft is poor the core is given more time first: the better a plan, the more
    candidates are set aside.
    """
    plan, bound = draft.plan, draft.bound
    if plan.gap > POOR:
        found = _best_of(problem, _core(problem, bound), bound, seconds / 3)
        plan = min(plan, found, key=lambda one: one.cost)
    remaining = _remaining(bound, plan.cost)
    if plan.gap > CLOSE_ENOUGH and (problem.most[remaining] > 0).sum() <= MOST_LOTS:
        found = _best_of(problem, remaining, bound, seconds, all_of_them=True)
        best = min(plan, found, key=lambda one: one.cost)
        plan = replace(best, bound=max(plan.bound, min(found.bound, plan.cost)))
    return plan


def _best_of(
    problem: Problem, chosen: Ints, bound: Bound, seconds: float, all_of_them: bool = False
) -> Plan:
    """The best plan of some candidates; its own bound counts when no others can do better."""
    found = cheapest(problem.among(chosen), seconds)
    shares = np.zeros_like(problem.price)
    shares[chosen] = found.shares
    shares = filled(problem, shares, chosen)
    cost = cost_of(problem, shares)
    complete = all_of_them or len(chosen) == problem.size
    proof = max(bound.value, found.bound) if complete else bound.value
    return Plan(shares, cost, min(proof, cost))


def _core(problem: Problem, bound: Bound) -> Ints:
    """The candidates of least reduced cost: all that look worth it, and half as many again."""
    lots_each = max(1.0, float((problem.most > 0).sum()) / max(1, problem.size))
    worth_it = int((bound.reduced < 0).sum())
    size = min(problem.size, max(int(CORE / lots_each), worth_it + worth_it // 2 + 10))
    useful: Floats = np.where(problem.most.any(axis=(1, 2)), bound.reduced, np.inf)
    return np.argsort(useful)[:size]


def _remaining(bound: Bound, cost: float) -> Ints:
    slack = cost * 1e-9 + 1e-3
    return np.flatnonzero(bound.value + np.maximum(bound.reduced, 0.0) <= cost + slack)
