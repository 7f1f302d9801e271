"""The HTTP door for owners: all their products, publication, what to add next, who did what."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.editing import tag
from kernel.imports import Edition
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.service import provided
from services.catalogue import actions
from services.catalogue.history.model import Change
from services.catalogue.model import Product, exhibitor_id
from services.catalogue.owners.completeness import Hint, completeness
from services.catalogue.ownership import expect_owner
from services.catalogue.shelves import Place, ShelfName, Shelves

router = APIRouter(tags=["owners"])

S = Annotated[Shelves, provided(Shelves)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class HintAnswer(BaseModel):
    """A field to fill next, and why."""

    field: str
    reason: str
    reason_en: str

    @classmethod
    def of(cls, hint: Hint) -> Self:
        return cls(**hint._asdict())


class OwnProduct(Product):
    """A product as its owner sees it: how complete it is (0 to 1), what to add next."""

    complete: float
    hints: list[HintAnswer]

    @classmethod
    def seen(cls, product: Product) -> Self:
        share, hints = completeness(product)
        told = product.model_dump(exclude={"unit_code"})
        return cls(**told, complete=share, hints=[HintAnswer.of(hint) for hint in hints])


@router.get("/v1/editions/{edition}/exhibitors/{code}/products")
async def own_products(
    edition: Edition, code: Code, caller: Asking, shelves: S, after: After = None, limit: Limit = 20
) -> Page[OwnProduct]:
    """All products of an exhibitor, drafts and withdrawn ones too, for their owner."""
    exhibitor = exhibitor_id(edition, code)
    expect_owner(caller, exhibitor)
    last = read_cursor(after, 1)[0] if after else ""
    found = await shelves.products.of_exhibitor(exhibitor, last, limit + 1)
    further = cursor(found[limit - 1].id) if len(found) > limit else None
    return Page(items=[OwnProduct.seen(product) for product in found[:limit]], next=further)


@router.get("/v1/editions/{edition}/products/{code}/completeness")
async def own_product(
    edition: Edition, code: Code, caller: Asking, response: Response, shelves: S
) -> OwnProduct:
    """A product with what to add to it next, for its owner."""
    product = await shelves.products.get(edition, code)
    expect_owner(caller, product.exhibitor)
    tag(response, product.version)
    return OwnProduct.seen(product)


@router.post("/v1/editions/{edition}/products/{code}/publication")
async def publish_product(edition: Edition, code: Code, caller: Asking, shelves: S) -> Product:
    """Put a draft, or a product that was withdrawn, on the shelf."""
    return await actions.publish_product(edition, code, caller, shelves)


@router.get("/v1/editions/{edition}/{shelf}/{code}/history")
async def history(
    edition: Edition,
    shelf: ShelfName,
    code: Code,
    caller: Asking,
    shelves: S,
    paper: Annotated[str | None, Query(pattern=r"^[0-9a-f]{16}$")] = None,
    after: After = None,
    limit: Limit = 20,
) -> Page[Change]:
    """Who changed what and when, the last first; of one paper alone where that is asked for."""
    thing = await shelves.owned(Place(edition, shelf, code), caller)
    return await shelves.history.page(edition, thing.id, paper, after, limit)
