"""The check-in monitor: who is on the floor and online, by gate and hour, as it changes."""

from typing import Annotated

from fastapi import Response

from kernel.service import provided
from services.gateway.checkins.floor import Floor
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

router = page_router()


@page(router, "monitor")
async def monitor(visit: Visiting, floor: Annotated[Floor, provided(Floor)]) -> Response:
    visit.caller.must_be("organiser")
    count = await floor.count(visit.edition.id)
    hours = sorted({hour for gate in count.gates for hour in gate.hours})
    return render(visit, "monitor.html", count=count, hours=hours)
