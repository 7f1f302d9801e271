"""All that one change of an exhibitor or a product may touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kernel.callers import Caller
from kernel.clock import now
from kernel.imports import news_among
from kernel.mongo import Mongo
from services.catalogue.editions.store import Editions
from services.catalogue.history.model import Author, Verb, change
from services.catalogue.history.store import History
from services.catalogue.model import Exhibitor, Product
from services.catalogue.ownership import expect_owner
from services.catalogue.papers.store import Proofs
from services.catalogue.profiles.store import Profiles
from services.catalogue.stands.store import Occupants
from services.catalogue.store import Exhibitors, Products

ShelfName = Literal["exhibitors", "products"]
Thing = Exhibitor | Product


class Place(NamedTuple):
    """Where an exhibitor or a product is: in which edition, on which shelf, under which code."""

    edition: str
    shelf: ShelfName
    code: str


def owner_of(thing: Thing) -> str:
    """The id of the exhibitor that a thing is or belongs to."""
    return thing.exhibitor if isinstance(thing, Product) else thing.id


@dataclass(frozen=True)
class Shelves:
    """Exhibitors and products, with what is kept about them."""

    mongo: Mongo
    editions: Editions
    exhibitors: Exhibitors
    products: Products
    proofs: Proofs
    history: History
    profiles: Profiles
    occupants: Occupants

    async def owned(self, place: Place, caller: Caller) -> Thing:
        """What is at a place, for somebody to whom it belongs. Raises NotFound, Forbidden."""
        at = place.edition, place.code
        thing: Thing = await (
            self.products.get(*at) if place.shelf == "products" else self.exhibitors.get(*at)
        )
        expect_owner(caller, owner_of(thing))
        return thing

    async def change(
        self, before: Thing, after: Thing, verb: Verb, caller: Caller, paper: str = ""
    ) -> None:
        """Keep and tell what somebody has made of a thing, in the transaction at hand."""
        if isinstance(after, Product):
            await self.products.save([after])
        else:
            await self.exhibitors.save([after])
        noted = change(verb, before, after, Author.of(caller), now(), paper)
        await self.history.note([noted])

    async def let_products_follow(self, makers: Sequence[Exhibitor]) -> None:
        """Let products say what has become of their exhibitors, in the transaction at hand."""
        by_id = {maker.id: maker for maker in makers}
        affected = await self.products.of_exhibitors(list(by_id)) if by_id else []
        moved = [product.made_by(by_id[product.exhibitor]) for product in affected]
        news, _ = news_among(moved, {product.id: product for product in affected})
        await self.products.save(news)
