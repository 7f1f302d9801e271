"""How the catalogue's nouns are told to others."""

from collections.abc import Iterable

from contracts import catalogue as told
from contracts.fact import Fact
from services.catalogue.editions.model import Edition
from services.catalogue.model import Exhibitor, Product


def edition_opened(edition: Edition) -> told.EditionOpened:
    """The edition's public data."""
    return told.EditionOpened(
        subject=edition.id, edition=edition.id, **edition.model_dump(exclude={"id", "halls"})
    )


def exhibitor_listed(exhibitor: Exhibitor) -> told.ExhibitorListed:
    """The exhibitor's public data."""
    return told.ExhibitorListed(subject=exhibitor.id, **exhibitor.model_dump(exclude={"id"}))


def product_told(product: Product) -> told.ProductListed | told.ProductWithdrawn:
    """The product as others may know it, or that it is gone."""
    if product.status == "withdrawn":
        return told.ProductWithdrawn(
            subject=product.id,
            version=product.version,
            edition=product.edition,
            exhibitor=product.exhibitor,
        )
    return told.ProductListed(
        subject=product.id,
        exhibitor_code=product.exhibitor_code,
        picture=product.picture.id if product.picture else None,
        **product.model_dump(exclude={"id", "exhibitor_code", "unit_code", "picture"}),
    )


def all_told(things: Iterable[Exhibitor | Product]) -> list[Fact]:
    """One fact for each of several exhibitors or products; a draft is nobody else's business."""
    return [
        exhibitor_listed(thing) if isinstance(thing, Exhibitor) else product_told(thing)
        for thing in things
        if isinstance(thing, Exhibitor) or thing.status != "draft"
    ]
