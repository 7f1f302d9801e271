"""The office's dashboard: floor beside online, how far trade has come, and what just happened."""

import asyncio
from typing import Annotated

from fastapi import Response

from kernel.clock import now
from kernel.service import provided
from services.gateway.checkins.encounters import Encounters
from services.gateway.checkins.floor import Floor
from services.gateway.happenings.watching import Watching
from services.gateway.pages.dashboard_views import Funnel, zones
from services.gateway.pages.edition_views import Floor as Plan
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.upstreams import ServiceAway, ServiceSlow

router = page_router()


@page(router, "dashboard")
async def dashboard(
    visit: Visiting,
    floor: Annotated[Floor, provided(Floor)],
    encounters: Annotated[Encounters, provided(Encounters)],
    watching: Annotated[Watching, provided(Watching)],
) -> Response:
    visit.caller.must_be("organiser")
    edition = visit.edition.id
    count, met, funnel, plan = await asyncio.gather(
        floor.count(edition), encounters.recent(edition, now()), _funnel(visit), _plan(visit)
    )
    return render(
        visit,
        "dashboard.html",
        count=count,
        funnel=funnel,
        zones=zones(plan, met),
        latest=watching.latest(edition),
    )


async def _funnel(visit: Visit) -> Funnel | None:
    """None while matching does not answer; the rest of the dashboard is shown all the same."""
    try:
        return await visit.ask_edition(Funnel, "matching", "matches/funnel")
    except (ServiceAway, ServiceSlow):
        return None


async def _plan(visit: Visit) -> Plan:
    """Without halls while the catalogue does not answer."""
    try:
        return await visit.ask_edition(Plan, "catalogue", "stands")
    except (ServiceAway, ServiceSlow):
        return Plan(halls=[])
