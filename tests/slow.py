"""`python -m tests.slow` serves answers that take as long as they are asked to, and tells facts."""

import asyncio
from typing import Annotated, ClassVar

from fastapi import APIRouter
from pydantic_settings import SettingsConfigDict

from contracts.fact import Fact
from kernel.mongo import Mongo
from kernel.outbox import Outbox
from kernel.service import Service, provided, run
from kernel.settings import ServiceSettings


class SlowSettings(ServiceSettings):
    """Where the slow service listens."""

    model_config = SettingsConfigDict(env_prefix="SLOW_", extra="ignore", populate_by_name=True)

    port: int
    database: str


class Noted(Fact):
    """Somebody left a note."""

    type: ClassVar[str] = "slow.note.noted.v1"


router = APIRouter()


@router.get("/v1/slow/{seconds}")
async def answer_slowly(seconds: float) -> dict[str, float]:
    """Wait, then say so."""
    await asyncio.sleep(seconds)
    return {"waited": seconds}


@router.post("/v1/notes/{note}")
async def keep_note(
    note: str,
    mongo: Annotated[Mongo, provided(Mongo)],
    outbox: Annotated[Outbox, provided(Outbox)],
) -> dict[str, str]:
    """Save a note with the fact that it was left."""

    async def keep() -> None:
        await mongo["notes"].insert_one({"_id": note}, session=mongo.session)
        await outbox.tell([Noted(subject=note, version=1, edition="")])

    await mongo.transaction(keep)
    return {"kept": note}


def create() -> Service:
    """The slow service."""
    service = Service("slow", SlowSettings())
    service.routes(router)
    return service


if __name__ == "__main__":
    run(create)
