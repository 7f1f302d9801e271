"""How far an offer meets a demand in volume, price, place, terms and time."""

from math import ceil

from contracts import lists
from services.matching import contents, places
from services.matching.model import Demand, Offer
from services.matching.sentences import Part, Told, joined, number, percent, rupiah, say

DEAREST = 1.5
FARTHEST_KM = 350.0
VOLUME_UNKNOWN, UNITS_UNKNOWN, PRICE_OPEN = 0.3, 0.4, 0.7
CREDIT_UNKNOWN, PAID_LATE = 0.8, 0.4
USUAL_LEAD_DAYS = 45


def volume_fit(demand: Demand, offer: Offer) -> Part:
    """How much of the wanted volume the offer's capacity covers."""
    if not offer.largest_capacity:
        return VOLUME_UNKNOWN, False, say("volume-unknown")
    content = contents.per_unit(demand, offer)
    if content is None:
        return _units_differ(demand, offer)
    capacities = [units * content for units in capacities_for(demand, offer)]
    least, most = min(capacities), max(capacities)
    told: Told = {
        "capacity": number(least),
        "most": number(most),
        "volume": number(demand.volume_per_month),
        "unit": demand.unit,
    }
    if least >= demand.volume_per_month:
        return 1.0, True, say("volume-covered", **told)
    shares = [min(1.0, capacity / demand.volume_per_month) for capacity in capacities]
    share = sum(shares) / len(shares)
    kind = "volume-short" if least == most else "volume-varies"
    return share, False, say(kind, share=percent(share), **told)


def capacities_for(demand: Demand, offer: Offer) -> list[int]:
    """Units of the offer by each wanted month in which it is made, or, out of season, the most."""
    made = [offer.capacity_in(month) for month in sorted(demand.months & offer.open_months)]
    return made or [offer.largest_capacity]


def price_fit(demand: Demand, offer: Offer) -> Part:
    """Whether the price at the wanted volume stays under the limit; 0 from 1.5 times it on."""
    if demand.price_limit is None:
        told: Told = {"price": rupiah(offer.price), "unit": offer.unit}
        return PRICE_OPEN, True, say("price-open", **told)
    price = price_in_its_unit(demand, offer)
    if price is None:
        return _units_differ(demand, offer)
    ratio = price / demand.price_limit
    told = {"price": rupiah(price), "limit": rupiah(demand.price_limit), "unit": demand.unit}
    if ratio <= 1:
        return 1.0, True, say("price-fits", **told)
    value = max(0.0, (DEAREST - ratio) / (DEAREST - 1))
    return value, False, say("price-above", over=percent(ratio - 1), **told)


def price_in_its_unit(demand: Demand, offer: Offer) -> float | None:
    """Rupiah per unit of the demand when all of its volume is bought; None if it cannot be told."""
    content = contents.per_unit(demand, offer)
    return content and offer.price_at(demand.volume_per_month / content) / content


def terms_fit(demand: Demand, offer: Offer) -> Part:
    """Whether the buyer can live with the smallest order, and the exhibitor with when it is paid.

    Nothing is said of payment where the buyer does not say when it pays.
    """
    value, speaks_for, said = _order_fit(demand, offer)
    if demand.payment_days is None:
        return value, speaks_for, said
    waiting = payment_value(demand.payment_days, offer.credit_days)
    told: Told = {
        "days": number(demand.payment_days),
        "credit": number(offer.credit_days or 0),
    }
    kind = "unknown" if offer.credit_days is None else "fits" if waiting == 1 else "late"
    return value * waiting, speaks_for and waiting == 1, joined((said, say(f"pays-{kind}", **told)))


def payment_value(payment_days: int, credit_days: int | None) -> float:
    """What it is worth that an exhibitor waits so long for a buyer who pays so late."""
    if credit_days is None:
        return CREDIT_UNKNOWN
    if payment_days <= credit_days:
        return 1.0
    return PAID_LATE + (1 - PAID_LATE) * credit_days / payment_days


def _order_fit(demand: Demand, offer: Offer) -> Part:
    """Whether the smallest order, in whole cartons, is one that the buyer can live with."""
    content = contents.per_unit(demand, offer)
    if content is None:
        return _units_differ(demand, offer)
    smallest = smallest_order(offer) * content
    limit = demand.largest_moq or demand.volume_per_month
    told: Told = {"moq": number(smallest), "limit": number(limit), "unit": demand.unit}
    if smallest <= limit:
        return 1.0, True, say("terms-fit", **told)
    return limit / smallest, False, say("terms-too-large", **told)


def smallest_order(offer: Offer) -> int:
    """The fewest units that are sold: the MOQ in whole cartons."""
    return ceil(offer.moq / offer.carton_multiple) * offer.carton_multiple


def place_fit(demand: Demand, offer: Offer) -> Part:
    """How far the goods travel to the buyer, or to the port when the buyer is abroad."""
    abroad = demand.destination not in lists.regencies()
    goal = goal_of(demand)
    distance = lists.distance_km(offer.regency, goal)
    told: Told = {
        "origin": lists.regencies()[offer.regency].name,
        "goal": lists.regencies()[goal].name,
        "country": demand.destination,
        "distance": number(round(distance)),
    }
    value = max(0.0, 1 - distance / FARTHEST_KM)
    if offer.regency == goal and not abroad:
        return value, True, say("place-same", **told)
    return value, value >= 0.5, say("place-abroad" if abroad else "place-inland", **told)


def goal_of(demand: Demand) -> str:
    """The regency that goods travel to: the buyer's, or the port's when the buyer is abroad."""
    inland = demand.destination in lists.regencies()
    return demand.destination if inland else places.PORT


def time_fit(demand: Demand, offer: Offer) -> Part:
    """Which of the wanted months there is capacity in, and whether an order is ready in time."""
    wanted, offered = demand.months, offer.open_months
    season = len(wanted & offered) / len(wanted)
    patience = demand.longest_lead_days or USUAL_LEAD_DAYS
    ready = min(1.0, patience / max(offer.lead_time_days, 1))
    told: Told = {
        "months": number(len(wanted & offered)),
        "wanted": number(len(wanted)),
        "lead": number(offer.lead_time_days),
        "patience": number(patience),
    }
    return season * ready, season * ready == 1, _told_of_time(season, ready, told)


def _told_of_time(season: float, ready: float, told: Told) -> tuple[str, str]:
    if season == ready == 1:
        return say("time-fits", **told)
    short = {"time-season": season, "time-slow": ready}
    return joined(say(key, **told) for key, value in short.items() if value < 1)


def _units_differ(demand: Demand, offer: Offer) -> Part:
    return UNITS_UNKNOWN, False, say("units-differ", offered=offer.unit, wanted=demand.unit)
