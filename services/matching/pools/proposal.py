"""A pool as it is proposed: whole cartons for every member and month, what they cost, the proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from services.matching.capacity.months import Month
from services.matching.model import Demand, Offer
from services.matching.paperwork import papers_fit
from services.matching.pools.candidates import (
    Candidate,
    Posed,
    Promised,
    candidates_for,
    posed,
)
from services.matching.pools.landed import of_a_member
from services.matching.pools.method import drafted, proven
from services.matching.pools.model import Delivery, LeftOut, Member, Proposal, Shortage
from services.matching.pools.problem import Floats, Ints, Plan, Problem, cost_of

CLOSE_ENOUGH = 1e-5


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: `wanted` units of a demand in each month, of offers not in `without`."""

    demand: Demand
    months: tuple[Month, ...]
    wanted: tuple[float, ...]
    offers: Sequence[dict[str, object]]
    promised: Promised
    without: frozenset[str]
    members_at_most: int | None
    today: date
    seconds: float
    """How long a proof may take; 0 for a good plan at once with the gap that is proven."""


def proposed(order: Order) -> Proposal:
    """The cheapest pool for an order; takes as long as it takes, so not on an event loop."""
    offers = [Offer.model_validate(one) for one in order.offers]
    wanted = [offer for offer in offers if offer.id not in order.without]
    found, left_out = candidates_for(
        order.demand, wanted, order.promised, order.months, order.today
    )
    one = posed(order.demand, found, order.wanted, order.members_at_most)
    plan = _planned(one.problem, order.seconds)
    cartons = np.array([c.offer.carton_multiple * c.content for c in found])
    return _told(order, found, left_out, one, _in_whole_cartons(one.problem, plan, cartons))


def _planned(problem: Problem, seconds: float) -> Plan:
    if not problem.size or problem.members_at_most == 0:
        shares = np.zeros_like(problem.price)
        cost = cost_of(problem, shares)
        return Plan(shares, cost, cost)
    draft = drafted(problem)
    return proven(problem, draft, seconds) if seconds else draft.plan


def _in_whole_cartons(problem: Problem, plan: Plan, cartons: Floats) -> Plan:
    """The plan with every share in whole cartons: cut, then filled up as cheaply as it goes."""
    size = cartons[:, None, None]
    shares = np.floor(plan.shares / size + 1e-6) * size
    reached = np.minimum(plan.shares.sum(axis=(0, 2)), problem.volume)
    for kind, goal in enumerate(reached):
        _fill_up(problem, shares[:, kind], kind, goal, cartons)
    return Plan(shares, cost_of(problem, shares), plan.bound)


def _fill_up(problem: Problem, shares: Floats, kind: int, goal: float, cartons: Floats) -> None:
    """Add cartons, in place, until `goal` is reached: the one that costs least comes first."""
    while (missing := goal - shares.sum()) > 1e-6:
        more = shares + cartons[:, None]
        can = (shares > 0) & (more <= problem.most[:, kind] + 1e-6)
        if not can.any():
            break
        covers = np.minimum(cartons, missing)[:, None]
        price = np.where(can, problem.price[:, kind] * cartons[:, None] / covers, np.inf)
        shares[np.unravel_index(price.argmin(), price.shape)] += cartons[
            price.argmin() // price.shape[1]
        ]


def _told(
    order: Order,
    candidates: Sequence[Candidate],
    left_out: Sequence[LeftOut],
    one: Posed,
    plan: Plan,
) -> Proposal:
    delivered = plan.shares.sum(axis=2)
    chosen = np.flatnonzero(delivered.any(axis=1)).tolist()
    members = [_member(order, candidates[i], delivered[i], one.kind_of) for i in chosen]
    missing = np.maximum(one.problem.volume - delivered.sum(axis=0), 0.0)[one.kind_of]
    return Proposal(
        members=tuple(members),
        missing=tuple(
            Shortage(month=month, volume=round(float(volume), 3))
            for month, volume in zip(order.months, missing, strict=True)
            if volume > 1e-6
        ),
        left_out=tuple(left_out),
        candidates=len(candidates),
        suffices=_who_suffices(candidates, order.wanted),
        gap=0.0 if plan.gap <= CLOSE_ENOUGH else round(plan.gap, 6),
    )


def _member(order: Order, one: Candidate, volumes: Floats, kind_of: Ints) -> Member:
    units = [round(float(volumes[kind] / one.content)) for kind in kind_of]
    deliveries = tuple(
        Delivery(month=month, units=count, volume=round(count * one.content, 3))
        for month, count in zip(order.months, units, strict=True)
        if count
    )
    value, ready, gaps = papers_fit(order.demand, one.offer, order.today)
    offer = one.offer
    return Member(
        product=offer.id,
        product_code=offer.code,
        product_name=offer.name,
        exhibitor=offer.exhibitor,
        exhibitor_code=offer.exhibitor_code,
        exhibitor_name=offer.exhibitor_name,
        regency=offer.regency,
        unit=offer.unit,
        deliveries=deliveries,
        goods=sum(one.units * offer.price_at(one.units) for one in deliveries),
        carriage=sum(delivery.units for delivery in deliveries) * one.carriage,
        fixed=of_a_member(len(order.months)),
        papers=round(value, 3),
        is_ready=ready,
        gaps=gaps[0],
        gaps_en=gaps[1],
    )


def _who_suffices(candidates: Sequence[Candidate], wanted: Sequence[float]) -> str:
    """The name of an offer that fills everything alone, "" when there is none."""
    for one in candidates:
        covers = all(f * one.content >= w for f, w in zip(one.free, wanted, strict=True))
        if covers and one.least * one.content <= min(wanted):
            return one.offer.name
    return ""
