"""A demand and an offer that fit each other, to be spoilt in one point at a time."""

from datetime import date
from typing import Any

import pytest

from services.matching.facts import offer_of
from services.matching.model import Buyer, BuyerForm, Demand, DemandForm, Offer
from services.matching.sentences import Part
from tests import trade

TODAY = date(2026, 11, 12)


def demand(**changes: Any) -> Demand:
    buyer = Buyer.of(BuyerForm(**trade.buyer()), trade.EDITION)
    return Demand.of(DemandForm(**trade.demand(**changes)), buyer)


def offer(**changes: Any) -> Offer:
    return offer_of(trade.listed(**changes))


def paper(kind: str, state: str = "checked", expires: date | None = None) -> dict[str, Any]:
    return {"kind": kind, "state": state, "expires": expires}


def expect_part(part: Part, value: float, speaks_for: bool, text: str, text_en: str) -> None:
    assert part[0] == pytest.approx(value, abs=0.0005)
    assert part[1:] == (speaks_for, (text, text_en))
