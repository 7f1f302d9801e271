"""A pool as a problem of numbers: whose lots, at what cost, fill a volume month by month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SURPLUS = 0.05
"""So much more than a month's volume may be delivered, where smallest lots force it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Choose members and what each delivers a month, at the least cost.

    Months that are alike for everybody are one kind of month. Shapes: `n` candidates, `t` kinds of
    months, `s` steps of a price; units are the demand's.

    - `volume[t]`: wanted in a month of that kind; `months[t]`: how many months are of that kind.
    - `price[n, t, s]`: rupiah per unit when the month's share lies in the step; `least[n, t, s]`
      and `most[n, t, s]`: the step's bounds. A step with `most` 0 is not there.
    - `fixed[n]`: rupiah that a candidate costs once it delivers anything.
    - `members_at_most`: how many may deliver, None for any number.
    - `penalty`: rupiah for each unit that nobody delivers; more than any offer is worth.
    """

    volume: Floats
    months: Floats
    price: Floats
    least: Floats
    most: Floats
    fixed: Floats
    members_at_most: int | None
    penalty: float

    @property
    def size(self) -> int:
        """How many candidates there are."""
        return len(self.fixed)

    def among(self, chosen: Ints) -> "Problem":
        """The same with some candidates alone."""
        return Problem(
            volume=self.volume,
            months=self.months,
            price=self.price[chosen],
            least=self.least[chosen],
            most=self.most[chosen],
            fixed=self.fixed[chosen],
            members_at_most=self.members_at_most,
            penalty=self.penalty,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What candidates deliver a month, `shares[n, t, s]`, what that costs, and a proven bound.

    `cost` has the penalty for what nobody delivers in it; no plan costs less than `bound`.
    """

    shares: Floats
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """By which share of the bound it may be dearer than the cheapest."""
        return max(0.0, self.cost - self.bound) / max(self.bound, 1.0)


def cost_of(problem: Problem, shares: Floats) -> float:
    """Rupiah for shares of the shape [n, t, s], with the penalty for what is missing."""
    a_month = (shares * problem.price).sum(axis=(0, 2))
    missing = np.maximum(problem.volume - shares.sum(axis=(0, 2)), 0.0)
    fixed = problem.fixed[shares.any(axis=(1, 2))].sum()
    return float(problem.months @ (a_month + problem.penalty * missing) + fixed)
