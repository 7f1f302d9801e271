"""Which products answer which demand, known because both were made up; for measuring only."""

from collections.abc import Iterator
from typing import NamedTuple

from sample.demands import Demand
from sample.seeds import Seeds
from sample.supply import Offer, Supply

BARGAINING = 1.15


class Judgement(NamedTuple):
    """How well a product answers a demand: 3 entirely, 2 in good part, 1 remotely."""

    demand: str
    product: str
    grade: int


def truth(demands: list[Demand], supply: Supply, seeds: Seeds) -> Iterator[Judgement]:
    """Every product that has to do with a demand; a pair that is not named does not fit."""
    for demand in demands:
        for offer in supply.of(demand.kind.id):
            yield Judgement(demand.code, offer.product, grade(demand, offer))
        for kind in _kin(demand, seeds):
            for offer in supply.of(kind):
                yield Judgement(demand.code, offer.product, 1)


def grade(demand: Demand, offer: Offer) -> int:
    """The grade of a product of the very kind that is asked for.

    3: it fills the volume alone, within the smallest order the buyer can live with and a price
    that can be bargained down; 2: it fills at least half and fails at most one of these; 1: less.
    """
    alone = offer.capacity >= demand.volume
    bearable = offer.moq <= demand.largest_moq
    affordable = offer.price <= demand.price * BARGAINING
    if alone and bearable and affordable:
        return 3
    half = 2 * offer.capacity >= demand.volume
    return 2 if half and bearable + affordable + alone >= 2 else 1


def _kin(demand: Demand, seeds: Seeds) -> Iterator[str]:
    """Other kinds of goods of the same family, such as tofu chips for tempeh chips."""
    for kind in seeds.archetypes.values():
        if kind.family and kind.family == demand.kind.family and kind.id != demand.kind.id:
            yield kind.id
