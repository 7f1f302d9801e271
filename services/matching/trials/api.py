"""The HTTP door of trials."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.imports import Edition
from kernel.service import provided
from services.matching.actions import expect_sense
from services.matching.editions import Editions
from services.matching.match import Match
from services.matching.model import Demand, DemandForm, buyer_id
from services.matching.ownership import expect_owner
from services.matching.store import Buyers
from services.matching.trials.trial import Trials

router = APIRouter()

TOP = 20


class Tried(BaseModel):
    """What fits a demand best, and how many products do."""

    items: list[Match]
    total: int


@router.post("/v1/editions/{edition}/demands/trials")
async def try_demand(
    edition: Edition,
    form: DemandForm,
    caller: Asking,
    editions: Annotated[Editions, provided(Editions)],
    buyers: Annotated[Buyers, provided(Buyers)],
    trials: Annotated[Trials, provided(Trials)],
) -> Tried:
    """What would fit a demand, if it were posted; nothing is kept and nobody is told."""
    expect_sense(form)
    expect_owner(caller, buyer_id(edition, form.buyer_code))
    await editions.expect(edition)
    demand = Demand.of(form, await buyers.get(edition, form.buyer_code))
    items, total = await trials.best(demand, TOP)
    return Tried(items=items, total=total)
