"""How long the fit takes: all of uve-2021, and one demand against a nation's products.

    python -m benchmarks.fit [--offers 500000]

A nation's products are those of uve-2021 over and over, each time with other prices, capacities and
smallest orders, so that names are shared as widely as in the sample. Each figure stands
beside a floor of the same run: reading every offer once, or one pass of numpy over a column.
Seconds are those of the processor (one thread), as on a machine that nobody shares; the wall clock
is given once, to show how much others took.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random

import numpy as np

from benchmarks.market import Market, market
from benchmarks.report import Figure, show
from sample.__main__ import TODAY
from services.matching.fit import matched
from services.matching.match import Match
from services.matching.model import Demand, Offer
from services.matching.trials.columns import Columns
from services.matching.weights import usual

TOP, NATIONAL_DEMANDS, SLICE = 20, 15_000, 600
MS = 1000.0


def measure(size: int) -> list[Figure]:
    """All figures."""
    sample = market()
    demands = list(sample.demands.values())
    whole, floor = _whole(sample), _touching(sample)
    columns = Columns(_nation(sample.offers, size))
    took = [_took(partial(_answer, demand, columns, sample)) for demand in demands * 3]
    walls = [
        _took(partial(_answer, demand, columns, sample), time.perf_counter) for demand in demands
    ]
    ranks = [_took(partial(columns.best, demand, TODAY, usual(), TOP)) for demand in demands]
    scan = statistics.median(
        _took(lambda: np.flatnonzero(np.ones(size, dtype=np.uint64))) for _ in range(50)
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    national = _took(partial(_slice, demands, columns, sample)) / SLICE * NATIONAL_DEMANDS / 60
    one = f"one demand, {size:,} products, top {TOP} with reasons"
    pass_ = "one numpy pass over a column"
    return [
        Figure(
            f"all of uve-2021: {len(demands)} demands x {len(sample.offers):,} products",
            whole,
            "s",
            floor,
            "each offer's words read once per demand",
            "≤ 2 s",
        ),
        Figure(f"{one}, p50", _quantile(took, 50) * MS, "ms", scan * MS, pass_, ""),
        Figure(f"{one}, p99", _quantile(took, 99) * MS, "ms", scan * MS, pass_, "p99 ≤ 20 ms"),
        Figure(
            "the same by the wall clock, p99", _quantile(walls, 99) * MS, "ms", scan * MS, pass_, ""
        ),
        Figure(
            "of it finding and ranking, p99", _quantile(ranks, 99) * MS, "ms", scan * MS, pass_, ""
        ),
        Figure(
            f"{NATIONAL_DEMANDS:,} demands, from a slice of {SLICE}, one core",
            national,
            "min",
            scan * NATIONAL_DEMANDS / 60,
            pass_,
            "≤ 10 min on two cores",
        ),
        Figure("memory, all of it", memory, "MB", size * 8 / 2**20, "one column", "≤ 2,048 MB"),
    ]


def _whole(sample: Market) -> float:
    """Seconds for every match of the sample, with reasons, from offers as they come."""

    def fit() -> None:
        columns = Columns(sample.offers)
        for demand in sample.demands.values():
            found, _ = columns.fitting(demand)
            for at in found:
                matched(demand, sample.offers[at], TODAY)

    return statistics.median(_took(fit) for _ in range(3))


def _touching(sample: Market) -> float:
    def touch() -> None:
        for demand in sample.demands.values():
            for offer in sample.offers:
                _ = offer.words, demand.id

    return _took(touch)


def _answer(demand: Demand, columns: Columns, sample: Market) -> Sequence[Match | None]:
    best, _ = columns.best(demand, TODAY, usual(), TOP)
    return [_match(demand, int(at), sample) for at in best]


def _match(demand: Demand, at: int, sample: Market) -> Match | None:
    return matched(demand, _varied(sample.offers, at), TODAY)


def _slice(demands: Sequence[Demand], columns: Columns, sample: Market) -> None:
    for number in range(SLICE):
        _answer(demands[number % len(demands)], columns, sample)


def _nation(offers: Sequence[Offer], size: int) -> Iterator[Offer]:
    return (_varied(offers, at) for at in range(size))


def _varied(offers: Sequence[Offer], at: int) -> Offer:
    """Offer number `at` of the nation; the same each time it is asked for."""
    chance, offer = Random(at), offers[at % len(offers)]
    return offer.model_copy(
        update={
            "id": f"{offer.id}-{at // len(offers)}",
            "price": max(1, round(offer.price * chance.uniform(0.7, 1.4))),
            "price_tiers": (),
            "capacity_per_month": round(offer.capacity_per_month * chance.uniform(0.2, 3)),
            "moq": max(1, round(offer.moq * chance.uniform(0.5, 2))),
        }
    )


def _took(work: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    start = clock()
    work()
    return clock() - start


def _quantile(seconds: Sequence[float], percent: int) -> float:
    return float(np.percentile(seconds, percent))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offers", type=int, default=500_000)
    show(measure(parser.parse_args().offers))
