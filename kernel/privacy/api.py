"""The door at which the gateway asks every room alike; it passes to nobody from outside."""

from typing import Annotated, Protocol

from fastapi import APIRouter

from kernel.callers import Asking, Caller
from kernel.privacy.model import Holding, Holdings, Periods
from kernel.privacy.retention import Retention
from kernel.problems import Unauthenticated
from kernel.service import provided


class Records(Protocol):
    """Whatever a room has of people."""

    async def of(self, caller: Caller) -> list[Holding]:
        """What it has of one person."""


def privacy_routes(records: type[Records], *office: str) -> APIRouter:
    """Routes that show a person's own data, and to the office what the periods would end."""
    router = APIRouter(prefix="/v1/privacy", tags=["privacy"])

    @router.get("/data")
    async def own_data(caller: Asking, kept: Annotated[Records, provided(records)]) -> Holdings:
        """All that this room has of the caller, with why and for how long."""
        if not caller.is_person:
            raise Unauthenticated("Silakan masuk terlebih dahulu.", "Please sign in first.")
        return Holdings(items=await kept.of(caller))

    @router.get("/retention")
    async def retention(
        caller: Asking, periods: Annotated[Retention, provided(Retention)]
    ) -> Periods:
        """Which data would go now by their periods, and what went last; nothing is changed."""
        caller.must_be(*office)
        return Periods(items=await periods.preview())

    return router
