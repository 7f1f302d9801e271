"""The office's figures: who lacks what, where, and which paper would open most demand."""

import asyncio
from typing import Annotated

from fastapi import Query, Response

from services.gateway.pages.readiness_views import Openers, Statistics
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visiting

MARKETS = ("LT", "LM", "IN", "X:*", "X:EU", "X:ASEAN", "X:GCC", "X:US", "X:JP", "X:CN")
Text = Annotated[str, Query(max_length=40)]

router = page_router()


@page(router, "statistics")
async def statistics(visit: Visiting, pasar: Text = "LM", syarat: Text = "") -> Response:
    visit.caller.must_be("organiser", "assistant", "ops")
    path = "readiness/statistics"

    async def lacking(by: str) -> Statistics:
        return await visit.ask_edition(
            Statistics, "matching", path, market=pasar, requirement=syarat, by=by
        )

    if syarat:
        total, regencies, categories = await asyncio.gather(
            lacking(""), lacking("regency"), lacking("category")
        )
        return render(
            visit,
            "lacking.html",
            total=total,
            parts_by={"regency": regencies, "category": categories},
            requirement=syarat,
        )
    total, openers = await asyncio.gather(
        lacking(""), visit.ask_edition(Openers, "matching", "readiness/openers")
    )
    markets = visit.edition.of_its_markets(MARKETS)
    return render(visit, "statistics.html", total=total, openers=openers, markets=markets)
