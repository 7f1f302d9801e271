"""What is on offer of each kind of goods: all that a demand needs to know of the products."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sample.products import Product


class Offer(NamedTuple):
    """A product seen by a buyer: rupiah per unit, smallest order and monthly capacity in units."""

    product: str
    price: int
    moq: int
    capacity: int


class Supply:
    """Offers by kind of goods, noted while the products stream past."""

    def __init__(self) -> None:
        self._offers: defaultdict[str, list[Offer]] = defaultdict(list)

    def noting(self, products: Iterable[Product]) -> Iterator[Product]:
        """The same products, noted as they pass."""
        for product in products:
            terms = product.terms
            offer = Offer(product.code, terms.price, terms.moq, terms.capacity)
            self._offers[product.kind.id].append(offer)
            yield product

    def of(self, kind: str) -> list[Offer]:
        """The offers of a kind of goods, by its archetype's id."""
        return self._offers.get(kind, [])
