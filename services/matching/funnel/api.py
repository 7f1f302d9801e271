"""The HTTP door of the funnel."""

from typing import Annotated

from fastapi import APIRouter

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.service import provided
from services.matching.funnel.store import Counting, Funnel
from services.matching.ownership import OFFICE

router = APIRouter(tags=["matches"])


@router.get("/v1/editions/{edition}/matches/funnel")
async def count_funnel(
    edition: Edition, caller: Asking, counting: Annotated[Counting, provided(Counting)]
) -> Funnel:
    """How far an edition's demands and leads have come, in numbers."""
    caller.must_be(*OFFICE)
    return await counting.of(edition)
