"""The catalogue's HTTP door."""

from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from contracts import lists
from kernel.callers import Asking
from kernel.chores import Chore, Chores
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition as EditionPath
from kernel.imports import import_routes
from kernel.mongo import Document
from kernel.pages import After, Limit, Page
from kernel.problems import Invalid
from kernel.service import provided
from services.catalogue import actions, hs
from services.catalogue.editions.store import Editions
from services.catalogue.model import (
    Attendance,
    Exhibitor,
    ExhibitorForm,
    Product,
    ProductForm,
)
from services.catalogue.ownership import HELPERS, owns
from services.catalogue.retelling import RETELL
from services.catalogue.shelves import Shelves
from services.catalogue.store import Exhibitors, Products

router = APIRouter()
of_exhibitors = import_routes("exhibitors", "organiser")
of_products = import_routes("products", "organiser")

E = Annotated[Editions, provided(Editions)]
X = Annotated[Exhibitors, provided(Exhibitors)]
P = Annotated[Products, provided(Products)]
S = Annotated[Shelves, provided(Shelves)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Filter = Annotated[str | None, Field(max_length=60)]


class Choice(BaseModel):
    """What a list of exhibitors is narrowed down to."""

    q: Annotated[str, Field(max_length=200)] = ""
    category: Filter = None
    regency: Filter = None
    attendance: Attendance | None = None

    def query(self, edition: str) -> Document:
        """The choice in the words of the store."""
        chosen: Document = {"edition": edition}
        for field in ("category", "regency"):
            if value := getattr(self, field):
                chosen[field] = value
        if self.attendance:
            chosen["attendance"] = {"$in": [self.attendance, "both"]}
        return chosen


async def _chosen(choice: Annotated[Choice, Query()]) -> Choice:
    return choice


Chosen = Annotated[Choice, Depends(_chosen)]


class ExhibitorAnswer(Exhibitor):
    """An exhibitor with how many products it shows; who needs access is nobody else's business."""

    needs_access: bool = Field(False, exclude=True)
    products: int = 0


class HsAnswer(BaseModel):
    """A code of HS 2022, or what is to be said of one that it has not."""

    code: Code
    description: str | None
    successors: dict[str, str]
    message: str = ""
    message_en: str = ""

    @classmethod
    def of(cls, code: Code) -> Self:
        known, remark = hs.descriptions(), hs.remark_on(code)
        if remark is None:
            return cls(code=code, description=known[code], successors={})
        return cls(
            code=code,
            description=None,
            successors={new: known[new] for new in remark.successors},
            message=remark.message,
            message_en=remark.message_en,
        )


class Exhibiting(Page[ExhibitorAnswer]):
    """Some exhibitors, and how many there are in all."""

    total: int


@router.get("/v1/categories")
async def list_categories() -> dict[str, list[lists.Named]]:
    """Categories of goods."""
    return {"items": list(lists.categories().values())}


@router.get("/v1/regencies")
async def list_regencies() -> dict[str, list[lists.Regency]]:
    """Regencies and cities."""
    return {"items": list(lists.regencies().values())}


@router.get("/v1/hs-codes/{code}")
async def hs_code(code: Annotated[str, Path(pattern=r"^[0-9]{6}$")]) -> HsAnswer:
    """Whether HS 2022 has a code, what it covers, and what became of one that is retired."""
    return HsAnswer.of(code)


@router.get("/v1/editions/{edition}/exhibitors")
async def list_exhibitors(
    edition: EditionPath,
    chosen: Chosen,
    exhibitors: X,
    products: P,
    after: After = None,
    limit: Limit = 20,
) -> Exhibiting:
    """Exhibitors of an edition."""
    query = chosen.query(edition)
    found, further = await exhibitors.found(query, chosen.q, after, limit)
    shown = await products.listed_by(edition, [exhibitor.id for exhibitor in found])
    items = [
        ExhibitorAnswer(**exhibitor.model_dump(), products=shown.get(exhibitor.id, 0))
        for exhibitor in found
    ]
    total = await exhibitors.count(query, chosen.q)
    return Exhibiting(items=items, next=further, total=total)


@router.get("/v1/editions/{edition}/exhibitors/facets")
async def exhibitor_facets(edition: EditionPath, chosen: Chosen, exhibitors: X) -> dict[str, Any]:
    """How many exhibitors there are of each kind."""
    return await exhibitors.facets(chosen.query(edition), chosen.q)


@router.post("/v1/editions/{edition}/exhibitors", status_code=201)
async def add_exhibitor(
    edition: EditionPath, form: ExhibitorForm, caller: Asking, shelves: S
) -> Exhibitor:
    """Add an exhibitor; with `profile` it is one that took part in an earlier edition."""
    caller.must_be(*HELPERS)
    return await actions.add_exhibitor(edition, form, caller, shelves)


@router.get("/v1/editions/{edition}/exhibitors/{code}")
async def get_exhibitor(
    edition: EditionPath, code: Code, exhibitors: X, products: P
) -> ExhibitorAnswer:
    """One exhibitor."""
    exhibitor = await exhibitors.get(edition, code)
    shown = await products.listed_by(edition, [exhibitor.id])
    return ExhibitorAnswer(**exhibitor.model_dump(), products=shown.get(exhibitor.id, 0))


@router.post("/v1/editions/{edition}/products", status_code=201)
async def add_product(
    edition: EditionPath,
    form: ProductForm,
    caller: Asking,
    response: Response,
    shelves: S,
    draft: bool = False,
) -> Product:
    """Add a product; a draft is seen by its owner and the office alone until it is published."""
    product = await actions.add_product(edition, form, draft, caller, shelves)
    return _tagged(product, response)


@router.get("/v1/editions/{edition}/products/{code}")
async def get_product(
    edition: EditionPath, code: Code, caller: Asking, response: Response, products: P
) -> Product:
    """One product, with its version as ETag."""
    product = await products.get(edition, code)
    if product.status == "draft" and not owns(caller, product.exhibitor):
        raise products.not_found(edition, code)
    return _tagged(product, response)


@router.put("/v1/editions/{edition}/products/{code}")
async def revise_product(
    edition: EditionPath,
    code: Code,
    form: ProductForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    shelves: S,
) -> Product:
    """Change a product; `If-Match` says which version the change was made from."""
    if form.code != code:
        raise Invalid("Kode produk tidak dapat diubah.", "A product's code cannot be changed.")
    product = await actions.revise_product(edition, form, seen, caller, shelves)
    return _tagged(product, response)


@router.post("/v1/editions/{edition}/products/{code}/withdrawal")
async def withdraw_product(edition: EditionPath, code: Code, caller: Asking, shelves: S) -> Product:
    """Take a product off the shelf."""
    return await actions.withdraw_product(edition, code, caller, shelves)


@router.post("/v1/ops/retell/{edition}", status_code=202)
async def retell(
    edition: EditionPath, caller: Asking, editions: E, chores: Annotated[Chores, provided(Chores)]
) -> Chore:
    """Tell an edition's whole state again, in the background; `/v1/ops/status` says how far."""
    caller.must_be("ops", "organiser")
    await editions.get(edition)
    return await chores.queue(RETELL, edition, caller.account)


def _tagged(product: Product, response: Response) -> Product:
    tag(response, product.version)
    return product
