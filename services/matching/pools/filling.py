"""Filling up by hand what a plan leaves open, so that there is always a plan worth its name."""

import numpy as np

from services.matching.pools.problem import SURPLUS, Floats, Ints, Problem


def filled(problem: Problem, shares: Floats, order: Ints) -> Floats:
    """Shares in which candidates deliver more, in turn, where something is missing.

    Members come first, then the others in `order` for as long as there may be more of them.
    """
    shares = shares.copy()
    missing = problem.volume - shares.sum(axis=(0, 2))
    members = np.flatnonzero(shares.any(axis=(1, 2))).tolist()
    places = (problem.members_at_most or problem.size) - len(members)
    for candidate in members:
        missing -= _raised(problem, shares[candidate], candidate, missing)
    for candidate in order.tolist():
        if places <= 0 or not (missing > 0).any():
            break
        if not shares[candidate].any():
            added = _raised(problem, shares[candidate], candidate, missing)
            missing -= added
            places -= bool(added.any())
    return shares


def _raised(problem: Problem, own: Floats, candidate: int, missing: Floats) -> Floats:
    """Raise a candidate's shares, in place, towards what is missing; by how much in each kind."""
    added = np.zeros_like(missing)
    for kind in np.flatnonzero(missing > 0):
        before = own[kind].sum()
        steps = np.argsort(problem.price[candidate, kind])
        for step in steps:
            least, most = problem.least[candidate, kind, step], problem.most[candidate, kind, step]
            share = min(most, max(least, before + missing[kind]))
            if before < share <= before + missing[kind] + SURPLUS * problem.volume[kind]:
                own[kind] = 0.0
                own[kind, step] = share
                added[kind] = share - before
                break
    return added
