"""The HTTP door of capacity."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from kernel.callers import Asking, Caller
from kernel.clock import now
from kernel.imports import Edition
from kernel.mongo import Document
from kernel.pages import After, Limit
from kernel.problems import Forbidden
from kernel.service import provided
from services.matching.capacity.outlook import Outlook, outlook
from services.matching.capacity.store import Books
from services.matching.ownership import OFFICE
from services.matching.store import Offers

router = APIRouter()

Code = Annotated[str | None, Query(max_length=40)]


class Outlooks(BaseModel):
    """A page of products whose capacity is promised."""

    items: list[Outlook]
    next: str | None = None


@router.get("/v1/editions/{edition}/capacity")
async def list_promised(
    edition: Edition,
    caller: Asking,
    books: Annotated[Books, provided(Books)],
    offers: Annotated[Offers, provided(Offers)],
    exhibitor: Code = None,
    product: Code = None,
    after: After = None,
    limit: Limit = 50,
) -> Outlooks:
    """What is promised by product and month: an exhibitor's own, or everybody's for the office."""
    query: Document = {"edition": edition} | _own(caller, edition, exhibitor)
    if product:
        query["code"] = product
    found, further = await books.page(query, after, limit)
    listed = await offers.listed([book.id for book in found])
    moment = now()
    items = [outlook(book, listed.get(book.id), moment) for book in found]
    return Outlooks(items=items, next=further)


def _own(caller: Caller, edition: str, exhibitor: str | None) -> dict[str, Any]:
    caller.must_be(*OFFICE, "exhibitor")
    wanted = f"exhibitor:{edition}:{exhibitor}" if exhibitor else ""
    if caller.role in OFFICE:
        return {"exhibitor": wanted} if wanted else {}
    if wanted not in ("", caller.party):
        raise Forbidden("Ini milik peserta lain.", "This belongs to another exhibitor.")
    return {"exhibitor": caller.party}
