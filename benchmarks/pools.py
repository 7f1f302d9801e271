"""How long it takes to find the cheapest pool for one demand, and how sure that is.

    python -m benchmarks.pools

A demand of 20,000 units and 1,000 or 10,000 generated offers: capacities from 10 to 2,000 units,
prices that fall with capacity, fixed costs, smallest lots of up to half the capacity; any number of
members, at most 20, at most 15; several seeds. Milliseconds until the draft (a plan with its proven
gap) and until its proof, beside HiGHS given all offers at once, which is the floor that the method
has to beat. One thread each, in CPU time: what else a machine does is no matter of ours.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

import numpy as np

from benchmarks.report import Figure, show
from services.matching.pools.exact import cheapest
from services.matching.pools.method import drafted, proven
from services.matching.pools.problem import Problem

Result = TypeVar("Result")

VOLUME = 20_000.0
SIZES = (1_000, 10_000)
LIMITS = (None, 20, 15)
SEEDS = range(12)
COMPARED_SEEDS = range(2)
PROOF_SECONDS = 20.0
FULL_SECONDS = 15.0


@dataclass(frozen=True)
class Run:
    """One problem solved: CPU milliseconds, gaps, and how far the draft was from the best."""

    draft_ms: float
    proven_ms: float
    draft_gap: float
    proven_gap: float
    draft_excess: float


def problem(size: int, seed: int, members_at_most: int | None) -> Problem:
    """Generated offers, alike in all months; drawn as in the search for the method."""
    chance = random.Random(seed)
    offers = [_offer(chance) for _ in range(size)]
    price, fixed, most, least = (np.array(part) for part in zip(*offers, strict=True))
    most = np.where(least <= VOLUME, np.minimum(most, VOLUME), 0.0)
    return Problem(
        volume=np.array([VOLUME]),
        months=np.ones(1),
        price=price[:, None, None],
        least=least[:, None, None],
        most=most[:, None, None],
        fixed=fixed,
        members_at_most=members_at_most,
        penalty=2 * float(price.max() + fixed.max()),
    )


def _offer(chance: random.Random) -> tuple[float, float, float, float]:
    capacity = int(10 ** chance.uniform(1, 3.3))
    base = chance.gauss(100, 12)
    price = max(40.0, base * (1 - 0.03 * math.log10(capacity)))
    fixed = round(chance.uniform(200, 3_000))
    least = max(1, int(capacity * chance.choice([0, 0.05, 0.2, 0.5])))
    return round(price, 2), float(fixed), float(capacity), float(least)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    began = time.process_time()
    done = work()
    return (time.process_time() - began) * 1e3, done


def _run(of: Problem) -> Run:
    draft_ms, draft = _timed(lambda: drafted(of))
    proof_ms, plan = _timed(lambda: proven(of, draft, PROOF_SECONDS))
    return Run(
        draft_ms=draft_ms,
        proven_ms=draft_ms + proof_ms,
        draft_gap=draft.plan.gap,
        proven_gap=plan.gap,
        draft_excess=draft.plan.cost / plan.cost - 1,
    )


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def measure() -> None:
    """Run all sizes and limits, and print what was measured."""
    _run(problem(100, 1, None))
    figures, notes = [], []
    for size in SIZES:
        for limit in LIMITS:
            runs = [_run(problem(size, seed, limit)) for seed in SEEDS]
            floor, disagreement = _beside_highs(size, limit)
            figures += _figures(f"{size:,} offers, members {limit or 'any'}", runs, floor)
            notes.append(_note(size, limit, runs, disagreement))
    show(figures)
    print(*notes, sep="\n")


def _beside_highs(size: int, limit: int | None) -> tuple[float, float]:
    """Median milliseconds of HiGHS on all offers, and by how much it found anything cheaper."""
    times, cheaper = [], 0.0
    for seed in COMPARED_SEEDS:
        of = problem(size, seed, limit)
        took, full = _timed(lambda of=of: cheapest(of, FULL_SECONDS))  # type: ignore[misc]
        times.append(took)
        ours = proven(of, drafted(of), PROOF_SECONDS)
        cheaper = max(cheaper, ours.cost / full.cost - 1)
    return median(times), cheaper


def _figures(what: str, runs: list[Run], floor: float) -> list[Figure]:
    drafts, proofs = [run.draft_ms for run in runs], [run.proven_ms for run in runs]
    beside = "HiGHS on all"
    return [
        Figure(f"{what}: draft p50", median(drafts), "ms", floor, beside, "100 ms"),
        Figure(f"{what}: draft p95", _percentile(drafts, 0.95), "ms", floor, beside, "100 ms"),
        Figure(f"{what}: proof p50", median(proofs), "ms", floor, beside, "-"),
        Figure(f"{what}: proof p95", _percentile(proofs, 0.95), "ms", floor, beside, "-"),
    ]


def _note(size: int, limit: int | None, runs: list[Run], cheaper: float) -> str:
    return (
        f"{size:,} offers, members {limit or 'any'}: draft's gap at most "
        f"{100 * max(run.draft_gap for run in runs):.3f} % (it was at most "
        f"{100 * max(run.draft_excess for run in runs):.3f} % above the best); proven within "
        f"{100 * max(run.proven_gap for run in runs):.4f} %; HiGHS on all found at most "
        f"{100 * max(0.0, cheaper):.4f} % less"
    )


if __name__ == "__main__":
    measure()
