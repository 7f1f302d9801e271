"""What goods cost where the buyer receives them, beside their price: carriage and each member.

The rates stand in `data/transport.csv` and are assumptions, shown as such; distances are straight
lines between regencies, made longer by a factor for the roads.
"""

import csv
from functools import cache
from pathlib import Path

from contracts import lists
from services.matching import measures, places
from services.matching.model import Demand, Offer, Value

RATES = Path(__file__).parents[3] / "data" / "transport.csv"


class Rates(Value):
    """Rupiah for a tonne and kilometre, for a member each month, and for a member once."""

    tonne_km: float
    road_factor: float
    kg_per_unit: float
    pickup: int
    joining: int


@cache
def rates() -> Rates:
    """The rates of the data."""
    with RATES.open(encoding="utf-8", newline="") as rows:
        return Rates.model_validate(
            {row["parameter"]: row["value"] for row in csv.DictReader(rows)}
        )


def carriage(offer: Offer, demand: Demand) -> int:
    """Whole rupiah to bring one unit of an offer to the buyer, or to the port for one abroad."""
    abroad = demand.destination not in lists.regencies()
    goal = places.PORT if abroad else demand.destination
    distance = lists.distance_km(offer.regency, goal) * rates().road_factor
    return round(_tonnes(offer) * distance * rates().tonne_km)


def of_a_member(months: int) -> int:
    """Whole rupiah that a member costs over some months, however much it delivers."""
    return rates().joining + months * rates().pickup


def _tonnes(offer: Offer) -> float:
    """A litre counts as a kilogram."""
    for unit in ("kg", "liter"):
        content = measures.per_unit(offer.unit, offer.pack, unit)
        if content is not None:
            return content / 1000
    return rates().kg_per_unit / 1000
