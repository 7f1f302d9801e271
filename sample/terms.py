"""On what terms sellers trade: price, smallest order, capacity and times."""

from dataclasses import dataclass
from random import Random

from sample.draws import log_normal, log_uniform, tidy_amount, tidy_price
from sample.seeds import Archetype, Pack, Profile

WITH_TIERS = 0.35
TIERS = ((5, 0.95), (20, 0.90))
MOST_ORDER_OF_CAPACITY = 3


@dataclass(frozen=True)
class Terms:
    """Amounts count the unit of the goods; prices are rupiah per unit; capacity is per month."""

    price: int
    tiers: tuple[tuple[int, int], ...]
    moq: int
    capacity: int
    lead_days: int
    shelf_days: int | None


def draw_terms(chance: Random, kind: Archetype, pack: Pack, profile: Profile) -> Terms:
    """Terms as sellers of this category have them, for these goods in this pack."""
    price = _price(chance, kind, pack)
    capacity = _capacity(chance, kind, pack, profile)
    moq = _moq(chance, pack, profile, capacity)
    return Terms(
        price=price,
        tiers=_tiers(price, moq) if chance.random() < WITH_TIERS else (),
        moq=moq,
        capacity=capacity,
        lead_days=chance.randint(*profile.lead_days),
        shelf_days=chance.randint(*kind.shelf_days) if kind.shelf_days else None,
    )


def _price(chance: Random, kind: Archetype, pack: Pack) -> int:
    """Log-uniform within the range; the packs, cheapest first, each have their part of it."""
    drawn = log_uniform(
        chance, kind.price_min, kind.price_max, kind.packs.index(pack), len(kind.packs)
    )
    return min(max(tidy_price(drawn), kind.price_min), kind.price_max)


def _capacity(chance: Random, kind: Archetype, pack: Pack, profile: Profile) -> int:
    """What the usual turnover of the category buys of these goods, at least one carton."""
    median = profile.turnover / kind.price_median
    return max(pack.carton, tidy_amount(log_normal(chance, median, profile.spread)))


def _moq(chance: Random, pack: Pack, profile: Profile, capacity: int) -> int:
    """Whole cartons, as a rule no more than a third of a month's capacity."""
    drawn = int(log_uniform(chance, 1, profile.moq_cartons + 1))
    most = capacity // MOST_ORDER_OF_CAPACITY // pack.carton
    return pack.carton * max(1, min(drawn, most))


def _tiers(price: int, moq: int) -> tuple[tuple[int, int], ...]:
    return tuple((moq * times, tidy_price(price * part)) for times, part in TIERS)
