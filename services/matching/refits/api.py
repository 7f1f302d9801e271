"""The HTTP door of refits: an edition's weights, what others would change, and how far work is."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.mongo import Mongo
from kernel.paths import Segment
from kernel.service import provided
from services.matching.editions import Editions
from services.matching.matches import Matches
from services.matching.ownership import OFFICE
from services.matching.refits import actions
from services.matching.refits.model import Refit
from services.matching.refits.store import Refits
from services.matching.store import Demands
from services.matching.weights import Weights, usual

router = APIRouter()

E = Annotated[Editions, provided(Editions)]
R = Annotated[Refits, provided(Refits)]
Share = Annotated[float, Field(ge=0, le=1)]
LATEST = 20


class Shares(BaseModel):
    """How much each part is to weigh; together they make 1."""

    goods: Share
    volume: Share
    price: Share
    papers: Share
    place: Share
    terms: Share
    time: Share


class Weighing(BaseModel):
    """What an edition weighs its matches by, and what it does unless it says otherwise."""

    weights: Weights
    usual: Weights
    version: int
    refit: str | None = None


@router.get("/v1/editions/{edition}/matches/weights")
async def get_weights(
    edition: Edition, caller: Asking, response: Response, editions: E
) -> Weighing:
    """The weights of an edition, with their version as ETag."""
    caller.must_be(*OFFICE)
    await editions.expect(edition)
    weights, version = await editions.weights(edition)
    tag(response, version)
    return Weighing(weights=weights, usual=usual(), version=version)


@router.put("/v1/editions/{edition}/matches/weights")
async def set_weights(
    edition: Edition,
    shares: Shares,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    editions: E,
    refits: R,
    mongo: Annotated[Mongo, provided(Mongo)],
) -> Weighing:
    """Weigh matches otherwise: `If-Match` names the version seen; `refit` tells how far it is."""
    caller.must_be("organiser")
    weights = actions.expect_one(shares.model_dump())
    version, refit = await actions.weigh_by(edition, weights, seen, editions, refits, mongo)
    tag(response, version)
    return Weighing(weights=weights, usual=usual(), version=version, refit=refit.id)


@router.post("/v1/editions/{edition}/matches/weights/preview")
async def preview_weights(
    edition: Edition,
    shares: Shares,
    caller: Asking,
    demands: Annotated[Demands, provided(Demands)],
    matches: Annotated[Matches, provided(Matches)],
    demand: Annotated[str | None, Query(max_length=40)] = None,
) -> list[actions.Preview]:
    """How the first ten of a demand, or of the first twenty demands, would change."""
    caller.must_be(*OFFICE)
    weights = actions.expect_one(shares.model_dump())
    return await actions.preview(edition, weights, demand, demands, matches)


@router.get("/v1/editions/{edition}/matches/refits")
async def list_refits(edition: Edition, caller: Asking, refits: R) -> list[Refit]:
    """The latest refits of an edition, the newest first."""
    caller.must_be(*OFFICE)
    return await refits.latest(edition, LATEST)


@router.get("/v1/editions/{edition}/matches/refits/{refit_id}")
async def get_refit(edition: Edition, refit_id: Segment, caller: Asking, refits: R) -> Refit:
    """How far a refit is."""
    caller.must_be(*OFFICE)
    return await refits.get(edition, refit_id)
