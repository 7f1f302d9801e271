"""Draws that the standard library does not have, and rounding as people round in trade."""

from collections.abc import Sequence
from math import exp, log
from random import Random


def log_uniform(chance: Random, low: float, high: float, part: int = 0, parts: int = 1) -> float:
    """A value between `low` and `high` whose logarithm is uniform.

    With `parts`, the range is cut into equal parts on the logarithmic scale and the value comes
    from the one numbered `part` (from 0).
    """
    share = (part + chance.random()) / parts
    return low * exp(share * log(high / low))


def log_normal(chance: Random, median: float, spread: float) -> float:
    """A value around `median` whose logarithm has the standard deviation `spread`."""
    return median * exp(chance.gauss(0.0, spread))


def negative_binomial(chance: Random, mean: float, shape: float) -> int:
    """A count with the given mean and variance `mean + mean² / shape`, as a gamma-Poisson mix."""
    return _poisson(chance, chance.gammavariate(shape, mean / shape))


def _poisson(chance: Random, mean: float) -> int:
    """Knuth, The Art of Computer Programming 2, 3.4.1: good for means below some hundreds."""
    floor, product, count = exp(-mean), chance.random(), 0
    while product > floor:
        product *= chance.random()
        count += 1
    return count


def quantile(ordered: Sequence[int], share: float) -> int:
    """The value below which `share` (0 to 1, less than 1) of the ordered values lie."""
    return ordered[int(len(ordered) * share)]


def tidy_price(price: float) -> int:
    """A price as a seller would write it: 24,500 and not 24,517."""
    step = int(5 * 10 ** max(len(str(int(price))) - 3, 0))
    return max(step, round(price / step) * step)


def tidy_amount(amount: float) -> int:
    """An amount rounded down to two digits, at least 1: 1,300 and not 1,347."""
    whole = max(1, int(amount))
    step = int(10 ** max(len(str(whole)) - 2, 0))
    return whole // step * step
