"""The HTTP door of kept searches."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.service import provided
from services.catalogue.searches.actions import Lookouts
from services.catalogue.searches.model import SavedSearch, SearchForm

router = APIRouter(tags=["searches"])

L = Annotated[Lookouts, provided(Lookouts)]
SearchId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]


class Kept(BaseModel):
    """A party's searches, the latest first."""

    items: list[SavedSearch]


@router.get("/v1/editions/{edition}/searches")
async def list_searches(edition: Edition, caller: Asking, lookouts: L) -> Kept:
    """The searches that one's party keeps."""
    return Kept(items=await lookouts.of(edition, caller))


@router.post("/v1/editions/{edition}/searches", status_code=201)
async def keep_search(
    edition: Edition, form: SearchForm, caller: Asking, lookouts: L
) -> SavedSearch:
    """Keep a search: one's inbox is told of goods that fit it from now on, each at most once."""
    return await lookouts.keep(edition, form, caller)


@router.delete("/v1/editions/{edition}/searches/{search_id}", status_code=204)
async def forget_search(edition: Edition, search_id: SearchId, caller: Asking, lookouts: L) -> None:
    """Look no longer."""
    await lookouts.forget(edition, search_id, caller)
