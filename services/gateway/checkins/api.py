"""The API of check-in: gates send scans, stands send theirs, the office watches the floor."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from kernel.callers import Asking, Caller
from kernel.imports import Edition
from kernel.service import provided
from services.gateway.checkins.actions import Answered, CheckIns
from services.gateway.checkins.floor import Floor, FloorCount
from services.gateway.checkins.model import Batch, Direction, Outcome
from services.gateway.checkins.stands import StandAnswer, StandBatch, StandScans
from services.gateway.cookies import Cookies
from services.gateway.gates.actions import Gates
from services.gateway.gates.asking import AtGate
from services.gateway.pages.route import expect_same_origin
from services.gateway.requests import SmallBodyRoute
from services.gateway.sessions.actions import SignIns
from services.gateway.streams import Stream, Streams

router = APIRouter(prefix="/api/v1", route_class=SmallBodyRoute, tags=["check-in"])

Live = Annotated[Floor, provided(Floor)]


class ScanAnswer(BaseModel):
    """What a scan is answered: `at` when it counts, `since` and `gate` where the badge was
    already. The name is for the welcome at the gate."""

    sequence: int
    badge: str
    direction: Direction
    outcome: Outcome
    at: datetime
    since: datetime | None
    gate: str
    name: str
    offline: bool

    @classmethod
    def of(cls, answered: Answered) -> "ScanAnswer":
        scan, holder = answered
        return cls(
            sequence=scan.sequence,
            badge=scan.badge,
            direction=scan.direction,
            outcome=scan.outcome,
            at=scan.at,
            since=scan.since,
            gate=scan.where,
            name=holder.name if holder else "",
            offline=scan.offline,
        )


class Answers(BaseModel):
    """What the scans of a batch are answered, in their order."""

    answers: list[ScanAnswer]


class StandAnswers(BaseModel):
    """What became of the scans of a stand, in their order."""

    answers: list[StandAnswer]


@router.post("/check-ins")
async def take_scans(
    batch: Batch,
    device: AtGate,
    check_ins: Annotated[CheckIns, provided(CheckIns)],
    gates: Annotated[Gates, provided(Gates)],
) -> Answers:
    """Take in what a gate scanned, each scan once however often it is sent."""
    answered = await check_ins.take(device, batch)
    await gates.heard(device, batch.unsent)
    return Answers(answers=[ScanAnswer.of(one) for one in answered])


@router.post("/editions/{edition}/stand-scans")
async def take_stand_scans(
    edition: Edition,
    batch: StandBatch,
    request: Request,
    caller: Asking,
    stands: Annotated[StandScans, provided(StandScans)],
    sign_ins: Annotated[SignIns, provided(SignIns)],
    cookies: Annotated[Cookies, provided(Cookies)],
) -> StandAnswers:
    """Take in what an exhibitor's stand scanned: each badge becomes one lead."""
    token = request.headers.get("authorization", "").partition(" ")[2]
    if not caller.is_known and (secret := cookies.session(request.cookies)):
        expect_same_origin(request)
        visitor = await sign_ins.visitor(secret)
        caller, token = visitor.caller, visitor.token
    return StandAnswers(answers=await stands.take(edition, batch, caller, token))


@router.get("/editions/{edition}/floor")
async def floor_now(edition: Edition, caller: Asking, floor: Live) -> FloorCount:
    """Who is on the floor and online, in numbers."""
    caller.must_be("organiser")
    return await floor.count(edition)


@router.get("/editions/{edition}/floor/stream", response_class=Response)
async def watch_floor(
    edition: Edition,
    request: Request,
    caller: Asking,
    floor: Live,
    streams: Annotated[Streams, provided(Streams)],
    sign_ins: Annotated[SignIns, provided(SignIns)],
    cookies: Annotated[Cookies, provided(Cookies)],
) -> Stream:
    """The same whenever it changes, as Server-Sent Events."""
    who: Caller = caller
    if not who.is_known:
        who = (await sign_ins.visitor(cookies.session(request.cookies))).caller
    who.must_be("organiser")
    return streams.open(floor.watched(edition))
