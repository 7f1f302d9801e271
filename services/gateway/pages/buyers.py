"""Buyers and their own terms: what one adds to the rules or asks more strictly, and waives."""

import asyncio
import itertools
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.clock import now
from kernel.problems import Refusal
from services.gateway.pages.buyer_views import Ask, Buyer, Terms, Waiver
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.rule_views import Rules
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

BUYERS, MOST_FIELDS, SPARE = 50, 250, 3

router = page_router()


@page(router, "buyers")
async def buyers(visit: Visiting, setelah: Annotated[str, Query(max_length=200)] = "") -> Response:
    visit.caller.must_be("organiser")
    found = await visit.ask_edition(
        Listing[Buyer], "matching", "buyers", after=setelah, limit=BUYERS
    )
    return render(visit, "buyers.html", buyers=found, after=setelah)


@page(router, "buyer-terms")
async def buyer_terms(
    visit: Visiting, code: Code, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    visit.caller.must_be("organiser", "buyer", "broker")
    return await _show(visit, code, Typed({}), told=kabar)


@page(router, "buyer-terms", "POST")
async def set_terms(visit: Visiting, request: Request, code: Code) -> Response:
    """Say what a buyer asks beyond the rules and waives, from the version that was seen."""
    visit.caller.must_be("organiser", "buyer", "broker")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        said = {"asks": _asks(typed), "waivers": _waivers(typed)}
        path = f"readiness/buyers/{code}/terms"
        await visit.send_edition(path, said, "PUT", typed.text("versi"))
    except Refusal as refusal:
        if refusal.status not in (412, 422):
            raise
        return await _show(visit, code, typed, refusal=refusal)
    return RedirectResponse(visit.link("buyer-terms", {"kabar": "disimpan"}, code=code), 303)


def _asks(typed: Typed) -> list[dict[str, Any]]:
    return [
        {
            "requirement": requirement,
            "least_days": typed.number(f"hari.{row}", "Masa berlaku paling sedikit") or 0,
            "checked": typed.ticked(f"diperiksa.{row}"),
        }
        for row in itertools.takewhile(lambda r: f"ada.{r}" in typed.fields, itertools.count())
        if (requirement := typed.text(f"minta.{row}"))
    ]


def _waivers(typed: Typed) -> list[dict[str, str]]:
    return [
        {"requirement": requirement, "reason": typed.text(f"alasan.{row}")}
        for row in itertools.takewhile(lambda r: f"lepas.{r}" in typed.fields, itertools.count())
        if (requirement := typed.text(f"bebas.{row}"))
    ]


async def _show(visit: Visit, code: str, typed: Typed, **more: Any) -> Response:
    terms, rules = await asyncio.gather(
        visit.ask_edition(Terms, "matching", f"readiness/buyers/{code}/terms"),
        visit.ask(Rules, "matching", "/v1/rules"),
    )
    today = now().astimezone(JAKARTA).date()
    by_code = {rule.code: rule.on(today) for rule in rules.items}
    refusal = more.get("refusal")
    return render(
        visit,
        "buyer_terms.html",
        refusal.status if refusal else 200,
        code=code,
        terms=terms,
        requirements=by_code,
        waivable={
            rule.code: rule.on(today)
            for rule in rules.items
            if all(version.binds != "law" for version in rule.versions)
        },
        asks=[*(_typed_asks(typed) if typed.fields else terms.asks), *[Ask()] * SPARE],
        waivers=[*(_typed_waivers(typed) if typed.fields else terms.waivers), *[Waiver()] * SPARE],
        **({"refusal": None, "told": ""} | more),
    )


def _typed_asks(typed: Typed) -> list[Ask]:
    try:
        return [Ask.model_validate(one) for one in _asks(typed)]
    except Refusal:
        return []


def _typed_waivers(typed: Typed) -> list[Waiver]:
    return [Waiver.model_validate(one) for one in _waivers(typed)]
