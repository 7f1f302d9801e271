"""The cheapest pool by trying everything: every set of members, and every step in every month."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from services.matching.pools.problem import SURPLUS, Problem

Step = tuple[float, float, float]


def cheapest_cost(problem: Problem) -> float:
    """Rupiah of the cheapest plan, with the penalty for what is missing."""
    return min(_cost(problem, members) for members in _sets_of_members(problem))


def _sets_of_members(problem: Problem) -> Iterator[tuple[int, ...]]:
    most = problem.size if problem.members_at_most is None else problem.members_at_most
    for count in range(min(most, problem.size) + 1):
        yield from combinations(range(problem.size), count)


def _cost(problem: Problem, members: tuple[int, ...]) -> float:
    fixed = sum(float(problem.fixed[member]) for member in members)
    kinds = range(len(problem.volume))
    return fixed + sum(
        float(problem.months[kind]) * min(_costs_of_a_month(problem, members, kind))
        for kind in kinds
    )


def _costs_of_a_month(problem: Problem, members: tuple[int, ...], kind: int) -> Iterator[float]:
    wanted = float(problem.volume[kind])
    for steps in product(*(_steps(problem, member, kind) for member in members)):
        chosen = [step for step in steps if step is not None]
        least = sum(step[1] for step in chosen)
        if least <= wanted * (1 + SURPLUS):
            yield _filled(chosen, wanted - least, problem.penalty)


def _steps(problem: Problem, member: int, kind: int) -> list[Step | None]:
    there = zip(
        problem.price[member, kind].tolist(),
        problem.least[member, kind].tolist(),
        problem.most[member, kind].tolist(),
        strict=True,
    )
    return [None, *(step for step in there if step[2] > 0)]


def _filled(chosen: Iterable[Step], missing: float, penalty: float) -> float:
    """The cost of each step's least, and of what is missing, at the cheapest first."""
    cost = 0.0
    for price, least, most in sorted(chosen):
        more = min(most - least, max(missing, 0.0))
        cost += price * (least + more)
        missing -= more
    return cost + penalty * max(missing, 0.0)
