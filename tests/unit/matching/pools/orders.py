"""Cooperatives with crisps, and an order for 2,000 packs a month in December and January."""

from typing import Any

from services.matching.pools.model import Proposal
from services.matching.pools.proposal import Order, proposed
from tests.unit.matching.pairs import TODAY, demand, offer

MONTHS = ("2026-12", "2027-01")


def maker(number: int, capacity: int, **changes: Any) -> dict[str, object]:
    """The offer of cooperative `number`, a hundred rupiah dearer than the one before."""
    changes = {"price": 11_000 + 100 * number, "capacity_per_month": capacity, **changes}
    return offer(code=f"PR-{number}", exhibitor_code=f"PS-{number}", **changes).model_dump()


def order(*offers: dict[str, object], **changes: Any) -> Order:
    """What is asked for; `demanded` changes the demand, all else the order."""
    wanted = demand(**changes.pop("demanded", {}))
    usual: dict[str, Any] = {
        "demand": wanted,
        "months": MONTHS,
        "wanted": (float(wanted.volume_per_month),) * 2,
        "offers": offers,
        "promised": {},
        "without": frozenset(),
        "members_at_most": None,
        "today": TODAY,
        "seconds": 5.0,
    }
    return Order(**(usual | changes))


def answer(*offers: dict[str, object], **changes: Any) -> Proposal:
    """What is proposed for it."""
    return proposed(order(*offers, **changes))


def units(proposal: Proposal) -> dict[str, list[int]]:
    """What each member delivers, month by month."""
    return {
        member.product_code: [delivery.units for delivery in member.deliveries]
        for member in proposal.members
    }
