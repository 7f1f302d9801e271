"""Verbs of the search: look in the index, then bring the goods themselves."""

import re

from pydantic import BaseModel

from kernel.mongo import Document
from kernel.pages import Page, cursor, read_cursor, unknown_cursor
from services.catalogue.model import Product
from services.catalogue.search.model import Wish
from services.catalogue.search.moments import Moments
from services.catalogue.store import Products

DEEPEST = 10_000
"""How far into a list one may read; nobody has read that far."""


class Found(Page[Product]):
    """Some products; `total` is how many fit all that was asked.

    When none do, `nearest` is true, the items are the nearest there are, and `loosened` names what
    was given up: "words" or filters. `did_you_mean` is the search as it was read, when words of it
    are known to nobody.
    """

    total: int
    nearest: bool = False
    loosened: tuple[str, ...] = ()
    did_you_mean: str | None = None


class Suggestion(BaseModel):
    """A search that begins as typed, and how many products it finds."""

    text: str
    count: int


async def find(
    edition: str, wish: Wish, after: str | None, limit: int, products: Products, moments: Moments
) -> Found:
    """Products that fit a wish, else the nearest."""
    if not wish.is_plain:
        return await _from_the_index(edition, wish, after, limit, products, moments)
    found = await _from_the_shelf(edition, wish, after, limit, products, moments)
    if found.items or after or not wish.narrowed_by:
        return found
    nearest = await _from_the_index(edition, wish, None, limit, products, moments)
    return nearest.model_copy(update={"next": None})


async def _from_the_index(
    edition: str, wish: Wish, after: str | None, limit: int, products: Products, moments: Moments
) -> Found:
    name, offset = _place(after)
    moment = moments.at(name)
    hits = moment.find(edition, wish, offset, limit)
    goes_on = hits.goes_on and offset + limit <= DEEPEST
    return Found(
        items=await _still_listed(hits.ids, products),
        next=cursor(moments.keep(moment), offset + limit) if goes_on else None,
        total=hits.total,
        nearest=bool(hits.loosened),
        loosened=hits.loosened,
        did_you_mean=hits.corrected,
    )


async def _from_the_shelf(
    edition: str, wish: Wish, after: str | None, limit: int, products: Products, moments: Moments
) -> Found:
    """What needs no search comes straight from the database, by id; the index counts faster."""
    query = _query(edition, wish)
    items, further = await products.page(query, after, limit)
    if moments.are_ready:
        return Found(items=items, next=further, total=moments.now.count(edition, wish))
    return Found(items=items, next=further, total=await products.count(query))


def _query(edition: str, wish: Wish) -> Document:
    chosen: Document = {"edition": edition, "status": "listed"}
    fields = {"category": "category", "regency": "regency", "exhibitor": "exhibitor_code"}
    for name, field in fields.items():
        if value := getattr(wish, name):
            chosen[field] = value
    if wish.attendance:
        chosen["attendance"] = {"$in": [wish.attendance, "both"]}
    return chosen


async def _still_listed(ids: list[str], products: Products) -> list[Product]:
    """The products as they are now, without those that were withdrawn since."""
    known = await products.with_ids(ids)
    found = [known[id_] for id_ in ids if id_ in known]
    return [product for product in found if product.status == "listed"]


def suggest(edition: str, text: str, limit: int, moments: Moments) -> list[Suggestion]:
    """Searches that begin with a text, else what was probably meant."""
    moment = moments.now
    found = moment.completed(edition, text, limit)
    if not found and (meant := moment.read(text).corrected):
        found = moment.completed(edition, meant, limit)
    return [Suggestion(text=text, count=count) for text, count in found]


def _place(after: str | None) -> tuple[str, int]:
    if not after:
        return "", 0
    name, offset = read_cursor(after, 2)
    if not re.fullmatch(r"[0-9]{1,9}", offset):
        raise unknown_cursor()
    return name, min(int(offset), DEEPEST)
