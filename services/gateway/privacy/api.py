"""People's rights by the API: one's own data, its erasure and how far it is; the office's view."""

from datetime import datetime
from typing import Annotated, get_args

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from contracts.consents import ConsentText, consent_texts
from kernel.callers import Asking
from kernel.privacy.model import Holding, Period, Periods
from kernel.privacy.retention import Retention
from kernel.service import provided
from services.gateway.accounts.api import PersonId
from services.gateway.model import Role
from services.gateway.pages.services import Services
from services.gateway.privacy.actions import Rights
from services.gateway.privacy.model import ROOMS, Asker, Erasure, Part, no_erasure
from services.gateway.privacy.store import Erasures
from services.gateway.requests import SmallBodyRoute

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["privacy"])

Door = Annotated[Rights, provided(Rights)]
Kept = Annotated[Erasures, provided(Erasures)]
ErasureId = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{40}$")]


class OwnData(BaseModel):
    """All that is kept of the caller, by room."""

    rooms: dict[str, list[Holding]]


class Confirmation(BaseModel):
    """The caller's own address, so that nothing is erased by mistake."""

    email: Annotated[str, Field(max_length=254)]


class ErasureShown(BaseModel):
    """How far an erasure is; a room is None as long as it has not confirmed."""

    id: str
    by: Asker
    asked_at: datetime
    done: bool
    rooms: dict[str, Part | None]

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureShown":
        shown = erasure.model_dump(include={"id", "by", "asked_at", "rooms"})
        return cls(done=erasure.is_done, **shown)


class ErasuresShown(BaseModel):
    """The last erasures, at most two hundred."""

    items: list[ErasureShown]


class RetentionShown(BaseModel):
    """Which data would go now by their periods, by room."""

    rooms: dict[str, list[Period]]


class Consents(BaseModel):
    """Every text that people consented to."""

    items: list[ConsentText]


@router.get("/consents")
async def list_consents() -> Consents:
    """The texts of consent in all their versions, with their digests."""
    return Consents(items=list(consent_texts()))


@router.get("/privacy/data")
async def own_data(caller: Asking, request: Request, rights: Door) -> OwnData:
    """All that every room keeps of the caller: what, why, and until when."""
    caller.must_be(*get_args(Role))
    token = request.headers["authorization"].partition(" ")[2]
    return OwnData(rooms=await rights.gathered(caller, token))


@router.post("/privacy/erasures", status_code=202)
async def erase_own(given: Confirmation, caller: Asking, rights: Door) -> ErasureShown:
    """Erase the caller in every room; the answer's id follows it without an account."""
    caller.must_be(*get_args(Role))
    return ErasureShown.of(await rights.erase_own(caller, given.email))


@router.get("/privacy/erasures")
async def list_erasures(caller: Asking, erasures: Kept) -> ErasuresShown:
    """The last erasures and how far they are, for the office."""
    caller.must_be("organiser", "ops")
    return ErasuresShown(items=[ErasureShown.of(one) for one in await erasures.last()])


@router.get("/privacy/erasures/{erasure}")
async def follow_erasure(erasure: ErasureId, erasures: Kept) -> ErasureShown:
    """How far an erasure is, for whoever has its id."""
    found = await erasures.get(erasure)
    if found is None:
        raise no_erasure()
    return ErasureShown.of(found)


@router.get("/privacy/retention")
async def preview_retention(
    caller: Asking,
    request: Request,
    services: Annotated[Services, provided(Services)],
    own: Annotated[Retention, provided(Retention)],
) -> RetentionShown:
    """What would go now by the periods of every room; nothing does."""
    caller.must_be("organiser", "ops")
    token = request.headers["authorization"].partition(" ")[2]
    return RetentionShown(rooms=await all_periods(services, own, token))


@router.post("/people/{person_id}/erasure", status_code=202)
async def erase_person(person_id: PersonId, caller: Asking, rights: Door) -> ErasureShown:
    """Erase somebody who asked the office for it."""
    caller.must_be("organiser")
    return ErasureShown.of(await rights.erase(person_id, "office"))


async def all_periods(services: Services, own: Retention, token: str) -> dict[str, list[Period]]:
    """The periods of every room with what would go now."""
    told = {
        room: (await services.ask(Periods, room, "/v1/privacy/retention", token)).items
        for room in ROOMS
    }
    return {"gateway": await own.preview(), **told}
