"""How the catalogue's facts become goods and firms."""

from contracts.catalogue import ExhibitorListed, ProductListed
from services.matching.readiness.model import Firm, Goods


def goods_of(fact: ProductListed) -> Goods:
    """What readiness keeps of a product."""
    return Goods.model_validate(fact.model_dump() | {"id": fact.subject})


def firm_of(fact: ExhibitorListed) -> Firm:
    """What readiness keeps of an exhibitor."""
    return Firm.model_validate(fact.model_dump() | {"id": fact.subject})
