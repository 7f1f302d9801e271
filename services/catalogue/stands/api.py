"""The HTTP door of the floor: its plan for everybody, who stands where for the office."""

from typing import Annotated, Self

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from kernel.callers import Asking
from kernel.editing import SeenVersion, tag
from kernel.imports import Edition
from kernel.service import provided
from services.catalogue.editions.halls import Hall, Stand, stands_of
from services.catalogue.model import Exhibitor
from services.catalogue.shelves import Shelves
from services.catalogue.stands.actions import Floor
from services.catalogue.stands.model import Proposal, wants_a_stand
from services.catalogue.stands.placement import Placement
from services.catalogue.values import Code

router = APIRouter(tags=["stands"])

S = Annotated[Shelves, provided(Shelves)]
F = Annotated[Floor, provided(Floor)]
StandPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,12}$")]
PlacementId = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]
Anew = Annotated[bool, Query(description="move those again whom the rule has placed before")]


class Occupant(BaseModel):
    """Who has a stand."""

    code: str
    name: str
    category: str

    @classmethod
    def of(cls, exhibitor: Exhibitor) -> Self:
        return cls(code=exhibitor.code, name=exhibitor.name, category=exhibitor.category)


class StandAnswer(BaseModel):
    """A stand, where it lies in its hall (from 0), and who has it."""

    code: str
    row: int
    column: int
    accessible: bool
    closed: bool
    exhibitor: Occupant | None = None

    @classmethod
    def of(cls, stand: Stand, holder: Exhibitor | None) -> Self:
        said = stand._asdict()
        return cls(**said, exhibitor=Occupant.of(holder) if holder else None)


class HallAnswer(BaseModel):
    """A hall with its stands in the order of their numbers."""

    code: str
    name: str
    online: bool
    rows: int
    columns: int
    stands: list[StandAnswer]

    @classmethod
    def of(cls, hall: Hall, holders: dict[str, Exhibitor]) -> Self:
        return cls(
            **hall.model_dump(include={"code", "name", "online", "rows", "columns"}),
            stands=[StandAnswer.of(s, holders.get(s.code)) for s in stands_of((hall,))],
        )


class FloorPlan(BaseModel):
    """The halls of an edition with who stands where."""

    halls: list[HallAnswer]


class Waiting(Occupant):
    """Somebody on the floor who may be moved; `stand` is None for who has none."""

    stand: str | None
    by_hand: bool
    needs_access: bool

    @classmethod
    def of(cls, exhibitor: Exhibitor) -> Self:
        return cls(
            code=exhibitor.code,
            name=exhibitor.name,
            category=exhibitor.category,
            stand=exhibitor.stand,
            by_hand=exhibitor.stand_by == "hand",
            needs_access=exhibitor.needs_access,
        )


class Seating(BaseModel):
    """All who are on the floor, what was done last, and the version for `If-Match`."""

    exhibitors: list[Waiting]
    placements: list[Placement]
    version: int


class ProposalAnswer(Proposal):
    """What the rule would do, with the version to assign it from."""

    version: int


class SeatForm(BaseModel):
    """Who is to have a stand."""

    exhibitor: Code


@router.get("/v1/editions/{edition}/stands")
async def floor_plan(edition: Edition, shelves: S) -> FloorPlan:
    """The plan of the floor."""
    found = await shelves.editions.get(edition)
    codes = [stand.code for stand in stands_of(found.halls)]
    holders = await shelves.occupants.at_stands(edition, codes)
    return FloorPlan(halls=[HallAnswer.of(hall, holders) for hall in found.halls])


@router.get("/v1/editions/{edition}/stands/seating")
async def seating(
    edition: Edition, caller: Asking, response: Response, shelves: S, floor: F
) -> Seating:
    """Who is on the floor, with a stand or without."""
    caller.must_be("organiser")
    _, turn = await shelves.editions.turn(edition)
    there = [e for e in await shelves.occupants.on_floor(edition) if wants_a_stand(e)]
    tag(response, turn)
    return Seating(
        exhibitors=[Waiting.of(exhibitor) for exhibitor in there],
        placements=await floor.placements.last(edition),
        version=turn,
    )


@router.get("/v1/editions/{edition}/stands/proposal")
async def propose(
    edition: Edition, caller: Asking, response: Response, floor: F, anew: Anew = False
) -> ProposalAnswer:
    """What the rule would do: who moves, and who is left without a stand and why."""
    caller.must_be("organiser")
    proposed, turn = await floor.propose(edition, anew)
    tag(response, turn)
    return ProposalAnswer(**dict(proposed), version=turn)


@router.post("/v1/editions/{edition}/stands/assignment")
async def assign(
    edition: Edition, seen: SeenVersion, caller: Asking, floor: F, anew: Anew = False
) -> Placement:
    """Do what the rule proposed; `If-Match` names the version of the proposal."""
    caller.must_be("organiser")
    return await floor.assign(edition, anew, seen, caller)


@router.post("/v1/editions/{edition}/stands/placements/{placement}/reversal")
async def undo(edition: Edition, placement: PlacementId, caller: Asking, floor: F) -> Placement:
    """Undo a placement, whole or not at all."""
    caller.must_be("organiser")
    return await floor.undo(edition, placement, caller)


@router.put("/v1/editions/{edition}/stands/{stand}/exhibitor")
async def seat(
    edition: Edition,
    stand: StandPath,
    form: SeatForm,
    seen: SeenVersion,
    caller: Asking,
    floor: F,
) -> Placement:
    """Put an exhibitor at a stand; whoever has it changes places with it."""
    caller.must_be("organiser")
    return await floor.seat(edition, stand, form.exhibitor, seen, caller)


@router.delete("/v1/editions/{edition}/stands/{stand}/exhibitor")
async def clear(
    edition: Edition, stand: StandPath, seen: SeenVersion, caller: Asking, floor: F
) -> Placement:
    """Let nobody have a stand."""
    caller.must_be("organiser")
    return await floor.clear(edition, stand, seen, caller)
