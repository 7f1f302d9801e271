"""The door for operations, the same in every service: status, switches, dead letters."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from kernel.callers import Asking
from kernel.deadletters import DeadLetter, DeadLetters
from kernel.overview import Overview, Status
from kernel.problems import Unavailable
from kernel.providing import provided
from kernel.switches import Switch, Switches, SwitchName

router = APIRouter(prefix="/v1/ops", tags=["operations"])

Letters = Annotated[DeadLetters, provided(DeadLetters)]
Reason = Annotated[str, Field(min_length=3, max_length=300)]
LetterId = Annotated[str, Field(min_length=3, max_length=200)]


class Throw(BaseModel):
    """How a switch is to stand, and what for."""

    on: bool
    reason: Reason


class Settling(BaseModel):
    """A dead letter, and why it is handed back or given up."""

    letter: LetterId
    reason: Reason


class LetterPage(BaseModel):
    """Some dead letters, and where to read on."""

    items: list[DeadLetter]
    next: str | None


@router.get("/status")
async def status(caller: Asking, overview: Annotated[Overview, provided(Overview)]) -> Status:
    """How this service is, and what is under way in it."""
    caller.must_be("ops")
    return await overview.status()


@router.put("/switches/{name}")
async def throw(
    name: SwitchName,
    wanted: Throw,
    caller: Asking,
    switches: Annotated[Switches, provided(Switches)],
) -> Switch:
    """Turn a switch of this service on or off; all its replicas follow within a second."""
    caller.must_be("ops")
    return await switches.set(name, wanted.on, wanted.reason, caller.account)


@router.get("/dead-letters")
async def dead_letters(
    caller: Asking,
    letters: Letters,
    queue: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LetterPage:
    """Facts that could not be handled, and why; the facts themselves are not shown."""
    caller.must_be("ops")
    items = await letters.page(queue, after, limit + 1)
    more = items[limit - 1].id if len(items) > limit else None
    return LetterPage(items=items[:limit], next=more)


@router.post("/dead-letters/replay")
async def replay(settling: Settling, caller: Asking, letters: Letters) -> DeadLetter:
    """Hand a dead letter back to its queue; to be done once its cause is mended."""
    caller.must_be("ops")
    try:
        return await letters.replay(settling.letter, caller.account, settling.reason)
    except ConnectionError as error:
        raise Unavailable(
            "RabbitMQ tidak menerima surat ini; coba lagi sebentar lagi.",
            "RabbitMQ did not take this letter; try again shortly.",
        ) from error


@router.post("/dead-letters/discard")
async def discard(settling: Settling, caller: Asking, letters: Letters) -> DeadLetter:
    """Give a dead letter up; it is remembered for a month."""
    caller.must_be("ops")
    return await letters.discard(settling.letter, caller.account, settling.reason)
