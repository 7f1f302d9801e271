"""The HTTP door of promised capacity."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.clock import now
from kernel.imports import Edition
from kernel.service import provided
from services.catalogue.ownership import owns
from services.catalogue.promises.model import MonthOutlook, outlook
from services.catalogue.promises.store import PromisedCapacity
from services.catalogue.store import Products

router = APIRouter(tags=["capacity"])

P = Annotated[Products, provided(Products)]
C = Annotated[PromisedCapacity, provided(PromisedCapacity)]
Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]


class CapacityAnswer(BaseModel):
    """A product's coming months, counted in its `unit`."""

    unit: str
    months: tuple[MonthOutlook, ...]


@router.get("/v1/editions/{edition}/products/{code}/capacity")
async def capacity(
    edition: Edition,
    code: Code,
    caller: Asking,
    products: P,
    promised: C,
    months: Annotated[int, Query(ge=1, le=24)] = 6,
) -> CapacityAnswer:
    """What can be made in the coming months, what of it is promised, and what is free."""
    product = await products.get(edition, code)
    if product.status == "draft" and not owns(caller, product.exhibitor):
        raise products.not_found(edition, code)
    known = await promised.of(product.id)
    return CapacityAnswer(unit=product.unit, months=outlook(product, known, now().date(), months))
