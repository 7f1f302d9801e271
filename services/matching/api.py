"""Matching's HTTP door."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, StringConstraints

from kernel.callers import Asking, Caller
from kernel.clock import now
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition, import_routes
from kernel.mongo import Document, Mongo
from kernel.pages import After, Limit
from kernel.paths import Segment
from kernel.problems import Forbidden, Invalid
from kernel.service import provided
from services.matching import actions
from services.matching.editions import Editions
from services.matching.match import Match
from services.matching.matches import Matches, Rank
from services.matching.model import (
    Buyer,
    BuyerForm,
    Demand,
    DemandForm,
    buyer_id,
    demand_id,
)
from services.matching.ownership import BUYING, OFFICE, side_of
from services.matching.quotes.anonymity import Anonymity
from services.matching.store import Buyers, Demands

router = APIRouter()
of_buyers = import_routes("buyers", "organiser")
of_demands = import_routes("demands", "organiser")

B = Annotated[Buyers, provided(Buyers)]
D = Annotated[Demands, provided(Demands)]
F = Annotated[Matches, provided(Matches)]
M = Annotated[Mongo, provided(Mongo)]
Code = Annotated[str | None, Query(max_length=40)]
ProductCode = Annotated[str, Field(max_length=200)]


class DemandAnswer(Demand):
    """A demand with how many matches it has, and the best score."""

    matches: int = 0
    best: float | None = None


class Listed(BaseModel):
    """A page of a list: items, and where to read on."""

    items: list[Any]
    next: str | None = None


class Counted(Listed):
    """A page of a list, and how many items there are in all."""

    total: int


@router.get("/v1/editions/{edition}/buyers")
async def list_buyers(
    edition: Edition, caller: Asking, buyers: B, after: After = None, limit: Limit = 50
) -> Listed:
    """Buyers of an edition."""
    caller.must_be(*OFFICE)
    items, further = await buyers.page({"edition": edition}, after, limit)
    return Listed(items=items, next=further)


@router.post("/v1/editions/{edition}/buyers", status_code=201)
async def register_buyer(
    edition: Edition,
    form: BuyerForm,
    caller: Asking,
    editions: Annotated[Editions, provided(Editions)],
    buyers: B,
    demands: D,
    mongo: M,
) -> Buyer:
    """Register a buyer, or bring it up to date."""
    caller.must_be("organiser", "assistant")
    await editions.expect(edition)
    await mongo.transaction(lambda: actions.save_buyers(edition, [form], buyers, demands))
    return await buyers.get(edition, form.code)


@router.get("/v1/editions/{edition}/demands")
async def list_demands(
    edition: Edition,
    caller: Asking,
    demands: D,
    matches: F,
    buyer: Code = None,
    after: After = None,
    limit: Limit = 50,
) -> Listed:
    """Open demands: a buyer's own, or all of them for the office."""
    query: Document = {"edition": edition, "status": "open"} | _own(caller)
    if buyer:
        query.setdefault("buyer", buyer_id(edition, buyer))
    items, further = await demands.page(query, after, limit)
    return Listed(items=await _counted(edition, items, matches), next=further)


async def _counted(edition: str, demands: list[Demand], matches: Matches) -> list[DemandAnswer]:
    tally = await matches.tally(edition, [demand.id for demand in demands])
    answers = []
    for demand in demands:
        count, best = tally.get(demand.id, (0, None))
        answers.append(DemandAnswer(**demand.model_dump(), matches=count, best=best))
    return answers


def _own(caller: Caller) -> Document:
    caller.must_be(*OFFICE, *BUYING)
    return {} if caller.role in OFFICE else {"buyer": caller.party}


@router.post("/v1/editions/{edition}/demands", status_code=201)
async def post_demand(
    edition: Edition, form: DemandForm, caller: Asking, buyers: B, demands: D, mongo: M
) -> Demand:
    """State a need."""
    return await actions.post_demand(edition, form, caller, buyers, demands, mongo)


@router.get("/v1/editions/{edition}/demands/{code}")
async def get_demand(
    edition: Edition, code: Segment, caller: Asking, response: Response, demands: D, matches: F
) -> DemandAnswer:
    """One demand, with its version as ETag."""
    demand = await demands.get(edition, code)
    _expect_to_see(demand, caller)
    [answer] = await _counted(edition, [demand], matches)
    tag(response, demand.version)
    return answer


def _expect_to_see(demand: Demand, caller: Caller) -> None:
    own = _own(caller)
    if own and own["buyer"] != demand.buyer:
        raise Forbidden(
            "Kebutuhan ini milik pembeli lain.", "This demand belongs to another buyer."
        )


@router.put("/v1/editions/{edition}/demands/{code}")
async def revise_demand(
    edition: Edition,
    code: Segment,
    form: DemandForm,
    seen: SeenVersion,
    caller: Asking,
    response: Response,
    buyers: B,
    demands: D,
    mongo: M,
) -> Demand:
    """Change a demand; `If-Match` says which version the change was made from."""
    if form.code != code:
        raise Invalid("Kode kebutuhan tidak dapat diubah.", "A demand's code cannot be changed.")
    demand = await actions.revise_demand(edition, form, seen, caller, buyers, demands, mongo)
    tag(response, demand.version)
    return demand


@router.post("/v1/editions/{edition}/demands/{code}/withdrawal")
async def withdraw_demand(
    edition: Edition, code: Segment, caller: Asking, demands: D, mongo: M
) -> Demand:
    """Close a demand."""
    return await actions.withdraw_demand(edition, code, caller, demands, mongo)


class Mark(BaseModel):
    """Where a match stands with its buyer, and why it was put aside."""

    standing: Literal["new", "met", "dismissed"]
    why: Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)] = ""


@router.put("/v1/editions/{edition}/demands/{code}/matches/{product}/standing")
async def mark_match(
    edition: Edition,
    code: Segment,
    product: Segment,
    mark: Mark,
    caller: Asking,
    demands: D,
    matches: F,
) -> Match:
    """Put a match aside, say that you have met, or let it be new again."""
    await actions.expect_own_demand(edition, code, caller, demands)
    return await matches.mark(f"match:{edition}:{code}:{product}", mark.standing, mark.why)


class Sighting(BaseModel):
    """Codes of the products that a buyer has been shown."""

    products: Annotated[list[ProductCode], Field(max_length=100)]


@router.post("/v1/editions/{edition}/demands/{code}/sightings", status_code=204)
async def note_seen(
    edition: Edition, code: Segment, sighting: Sighting, caller: Asking, demands: D, matches: F
) -> None:
    """Note that the buyer has been shown matches; from the next day on, new ones come first."""
    demand = await actions.expect_own_demand(edition, code, caller, demands)
    products = [f"product:{edition}:{product}" for product in sighting.products]
    await matches.note_seen(edition, demand.id, products, now().date())


@router.get("/v1/editions/{edition}/demands/{code}/exclusions")
async def list_excluded(
    edition: Edition,
    code: Segment,
    caller: Asking,
    demands: D,
    matches: F,
    after: After = None,
    limit: Limit = 20,
) -> Counted:
    """Products of the right goods that a hard condition keeps off the list, and why."""
    demand = await demands.get(edition, code)
    _expect_to_see(demand, caller)
    query = {"edition": edition, "demand": demand.id, "live": False, "excluded": {"$gt": ""}}
    items, further = await matches.page(query, after, limit)
    return Counted(items=items, next=further, total=await matches.count(query))


@router.get("/v1/editions/{edition}/matches/summary")
async def summarise(edition: Edition, demands: D, matches: F) -> dict[str, int]:
    """How many demands there are, how many wait or are met, and how many matches."""
    return await demands.summary(edition) | await matches.summary(edition)


@router.get("/v1/editions/{edition}/matches")
async def list_matches(
    edition: Edition,
    caller: Asking,
    matches: F,
    anonymity: Annotated[Anonymity, provided(Anonymity)],
    demand: Code = None,
    product: Code = None,
    exhibitor: Code = None,
    after: After = None,
    limit: Limit = 20,
) -> Listed:
    """Matches with their reasons, the best first: a party's own, or all of them for the office."""
    query: Document = {"edition": edition} | _side_of(caller)
    chosen = {
        "demand": demand and demand_id(edition, demand),
        "product": product and f"product:{edition}:{product}",
        "exhibitor": exhibitor and f"exhibitor:{edition}:{exhibitor}",
    }
    for side, id_ in chosen.items():
        if id_ and query.setdefault(side, id_) != id_:
            raise Forbidden("Ini milik peserta lain.", "This belongs to another exhibitor.")
    if len(query) == 1:
        raise Invalid(
            "Sebutkan demand, product, atau exhibitor.", "Name a demand, product or exhibitor."
        )
    rank: Rank = "place" if caller.role in ("buyer", "broker") else "score"
    items, further = await matches.page(query | {"live": True}, after, limit, rank)
    if side_of(caller) == "exhibitor":
        hidden = await anonymity.withheld((match.demand for match in items), caller.party)
        seen = [match.as_exhibitors_see_it() for match in items]
        items = [match.anonymous() if match.demand in hidden else match for match in seen]
    return Listed(items=items, next=further)


def _side_of(caller: Caller) -> Document:
    caller.must_be(*OFFICE, *BUYING, "exhibitor")
    if caller.role in OFFICE:
        return {}
    return {"exhibitor" if caller.role == "exhibitor" else "buyer": caller.party}
