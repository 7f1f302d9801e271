"""How long it takes to find the cheapest pool for one demand, and how sure that is.

    python -m benchmarks.pools

A demand of 20,000 units a month and 1,000 or 10,000 generated offers: capacities from 10 to 2,000
units, prices that fall with capacity, fixed costs, smallest lots of up to half the capacity; any
number of members, at most 20, at most 15; several seeds; months that are all alike, or four seasons
of which each offer has its own. Milliseconds until the draft (a plan with its proven gap) and until
its proof, beside HiGHS given all offers at once, which is the floor that the method has to beat;
and the share of drafts that come within 100 ms with a gap of 1 % at most. One thread each, in CPU
time: what else a machine does is no matter of ours.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
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
PATTERNS = (1, 4)
"""Kinds of months: one, or four seasons of three months, of which an offer has one of its own.

In its season it has twice its capacity, in the others three quarters of it.
"""
SOON_MS, CLOSE = 100.0, 0.01
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


def problem(size: int, seed: int, members_at_most: int | None, kinds: int = 1) -> Problem:
    """Generated offers, alike in all months or by season; drawn as in the search for the method.

    With several `kinds` of months the volume wanted differs between them, too.
    """
    chance = random.Random(seed)
    offers = [_offer(chance) for _ in range(size)]
    price, fixed, most, least = (np.array(part) for part in zip(*offers, strict=True))
    season = np.array([[chance.randrange(kinds)] for _ in range(size)])
    harvest = np.where(season == np.arange(kinds), 2.0, 0.75) if kinds > 1 else np.ones((size, 1))
    month = np.floor(most[:, None] * harvest)
    wanted = VOLUME * np.linspace(1, 0.7, kinds)
    month = np.where(month >= least[:, None], np.minimum(month, wanted), 0.0)
    shape = (size, kinds, 1)
    return Problem(
        volume=wanted,
        months=np.full(kinds, 12 / kinds if kinds > 1 else 1.0),
        price=np.broadcast_to(price[:, None, None], shape).copy(),
        least=np.broadcast_to(least[:, None, None], shape).copy(),
        most=month[:, :, None],
        fixed=fixed * (12 if kinds > 1 else 1),
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
    """Run all sizes, limits and patterns of months, and print what was measured."""
    _run(problem(100, 1, None))
    figures, notes = [], []
    for kinds, size, limit in product(PATTERNS, SIZES, LIMITS):
        what = f"{size:,} offers, members {limit or 'any'}{', four seasons' if kinds > 1 else ''}"
        runs = [_run(problem(size, seed, limit, kinds)) for seed in SEEDS]
        floor, disagreement = _beside_highs(size, limit, kinds)
        figures += _figures(what, runs, floor)
        notes.append(_note(what, runs, disagreement))
    show(figures)
    print(*notes, sep="\n")


def _beside_highs(size: int, limit: int | None, kinds: int) -> tuple[float, float]:
    """Median milliseconds of HiGHS on all offers, and by how much it found anything cheaper."""
    times, cheaper = [], 0.0
    for seed in COMPARED_SEEDS:
        of = problem(size, seed, limit, kinds)
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


def _note(what: str, runs: list[Run], cheaper: float) -> str:
    close = [run for run in runs if run.draft_gap <= CLOSE]
    soon = sum(run.draft_ms <= SOON_MS for run in close)
    return (
        f"{what}: {100 * soon / len(runs):.0f} % of drafts within {SOON_MS:.0f} ms and "
        f"{100 * CLOSE:.0f} % of the bound, {100 * len(close) / len(runs):.0f} % within that gap "
        f"at any time; gap at most {100 * max(run.draft_gap for run in runs):.3f} % (the draft was "
        f"at most {100 * max(run.draft_excess for run in runs):.3f} % above the best); proven "
        f"within {100 * max(run.proven_gap for run in runs):.4f} %; HiGHS on all found at most "
        f"{100 * max(0.0, cheaper):.4f} % less"
    )


if __name__ == "__main__":
    measure()
