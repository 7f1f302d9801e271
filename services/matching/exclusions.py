"""Hard conditions: what keeps an offer of the right goods off the list, in a sentence each."""

from collections.abc import Callable
from datetime import date

from services.matching import contents
from services.matching.model import Demand, Offer
from services.matching.paperwork import sorted_out
from services.matching.parts import price_in_its_unit
from services.matching.sentences import Sentence, joined, percent, rupiah, say

TOO_DEAR = 2.0


def exclusion(demand: Demand, offer: Offer, today: date) -> Sentence | None:
    """Why an offer cannot meet a demand whatever else speaks for it; None when it can."""
    found = [no for rule in _RULES if (no := rule(demand, offer, today))]
    return joined(found) if found else None


def _lacks_a_must(demand: Demand, offer: Offer, today: date) -> Sentence | None:
    _, expired, missing = sorted_out(demand.musts, offer.papers, today)
    return (
        say("excluded-papers", papers=", ".join(missing + expired)) if missing + expired else None
    )


def _is_far_too_dear(demand: Demand, offer: Offer, _today: date) -> Sentence | None:
    price = demand.price_limit and price_in_its_unit(demand, offer)
    if not price or not demand.price_limit or price <= TOO_DEAR * demand.price_limit:
        return None
    return say(
        "excluded-price",
        price=rupiah(price),
        limit=rupiah(demand.price_limit),
        unit=demand.unit,
        over=percent(price / demand.price_limit - 1),
    )


def _is_out_of_season(demand: Demand, offer: Offer, _today: date) -> Sentence | None:
    return None if demand.months & offer.open_months else say("excluded-season")


def _is_sold_otherwise(demand: Demand, offer: Offer, _today: date) -> Sentence | None:
    if not contents.of_another_kind(demand.unit, offer.unit):
        return None
    return say("excluded-units", offered=offer.unit, wanted=demand.unit)


_RULES: tuple[Callable[[Demand, Offer, date], Sentence | None], ...] = (
    _lacks_a_must,
    _is_far_too_dear,
    _is_out_of_season,
    _is_sold_otherwise,
)
