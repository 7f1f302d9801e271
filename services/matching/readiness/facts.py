"""How the catalogue's facts become goods and firms."""

from contracts.catalogue import ExhibitorListed, ProductListed
from services.matching.readiness.model import Firm, Goods


def goods_of(fact: ProductListed) -> Goods:
    """What readiness keeps of a product; of its capacity, that of the month with most."""
    most = max([fact.capacity_per_month, *(one.units for one in fact.capacities)])
    said = {"id": fact.subject, "capacity_per_month": most}
    return Goods.model_validate(fact.model_dump() | said)


def firm_of(fact: ExhibitorListed) -> Firm:
    """What readiness keeps of an exhibitor."""
    return Firm.model_validate(fact.model_dump() | {"id": fact.subject})
