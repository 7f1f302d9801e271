"""What buyers need: goods, volume, price, papers, place and time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from random import Random

from sample.buyers import Buyer
from sample.draws import quantile, tidy_amount, tidy_price
from sample.plan import Plan
from sample.products import RETAIL_UNITS
from sample.seeds import Archetype, BuyerKind, Word
from sample.supply import Offer, Supply

FEWEST, MOST = 3, 8
BEYOND_ONE_SELLER = 1 / 6
WITHOUT_HS = 0.15


@dataclass(frozen=True)
class Demand:
    """A made-up need; amounts count the unit of the goods, the price is rupiah per unit."""

    code: str
    buyer: Buyer
    kind: Archetype
    hs: str
    volume: int
    price: int
    largest_moq: int
    documents: tuple[str, ...]
    starts: date
    ends: date

    @property
    def title(self) -> Word:
        """The title in both languages, which says that the demand is made up."""
        purpose = self.buyer.kind.purpose
        return Word(
            f"{self.kind.name.id} {purpose.id}: kebutuhan rekaan (contoh)",
            f"{self.kind.name.en} {purpose.en}: made-up demand (sample)",
        )


def demands(plan: Plan, buyers: list[Buyer], supply: Supply) -> Iterator[Demand]:
    """Three to eight demands of every buyer, all for goods that someone offers."""
    number = 0
    for buyer in buyers:
        chance = plan.chance("demands", buyer.code)
        for kind in _wanted(chance, plan, buyer.kind, supply):
            number += 1
            yield _demand(chance, plan, f"D-{number:04}", buyer, kind, supply.of(kind.id))


def _wanted(chance: Random, plan: Plan, buyer: BuyerKind, supply: Supply) -> list[Archetype]:
    """Different kinds of goods, as long as there are enough that this buyer wants."""
    choice = [
        kind
        for kind in plan.seeds.archetypes.values()
        if (kind.category in buyer.wants or kind.id in buyer.wants) and supply.of(kind.id)
    ]
    count = chance.randint(FEWEST, MOST)
    return chance.sample(choice * ceil(count / len(choice)), count)


def _demand(
    chance: Random, plan: Plan, code: str, buyer: Buyer, kind: Archetype, offers: list[Offer]
) -> Demand:
    volume = _volume(chance, [offer.capacity for offer in offers])
    start = chance.randint(14, 120)
    return Demand(
        code=code,
        buyer=buyer,
        kind=kind,
        hs="" if chance.random() < WITHOUT_HS else kind.hs,
        volume=volume,
        price=tidy_price(kind.price_median * chance.uniform(0.7, 1.05)),
        largest_moq=tidy_amount(volume * chance.uniform(0.2, 1.0)),
        documents=tuple(paper for paper in buyer.kind.documents if _is_asked(paper, kind)),
        starts=plan.today + timedelta(days=start),
        ends=plan.today + timedelta(days=chance.randint(start + 60, 365)),
    )


def _volume(chance: Random, capacities: list[int]) -> int:
    """As a rule some sellers can fill it alone; now and then several must pool for it."""
    if chance.random() < BEYOND_ONE_SELLER:
        return tidy_amount(min(1.6 * max(capacities), 0.6 * sum(capacities)))
    level = quantile(sorted(capacities), chance.uniform(0.35, 0.85))
    return tidy_amount(level * chance.uniform(0.8, 1.0))


def _is_asked(paper: str, kind: Archetype) -> bool:
    """A buyer asks for the papers usual for the goods, bar codes at retail, an NIB of anyone."""
    if paper == "GTIN":
        return kind.unit in RETAIL_UNITS
    return paper == "NIB" or paper in kind.certificates
