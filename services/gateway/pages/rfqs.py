"""Requests for quotation for those who buy: ask, compare, decide. Exhibitors see what is asked."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.clock import now
from kernel.problems import Invalid, NotFound, Refusal
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.gaps import gaps_beside
from services.gateway.pages.quote_views import Awards, Comparison, Quote, Rfq
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Demand, Listing, Match
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 260
MOST_MATCHES = 200
USUAL_DAYS = 14
BUYING = ("buyer", "broker", "organiser", "assistant")

After = Annotated[str, Query(max_length=200)]
News = Annotated[str, Query(max_length=20)]
Order = Literal["price", "cost", "cover", "lead-time", "valid-until"]

router = page_router()


@page(router, "rfqs")
async def rfqs(visit: Visiting, setelah: After = "") -> Response:
    visit.caller.must_be(*BUYING, "exhibitor")
    asked = visit.ask_edition(Listing[Rfq], "matching", "rfqs", after=setelah)
    if visit.side != "exhibitor":
        return render(visit, "rfqs.html", rfqs=await asked, quotes=None, after=setelah)
    found, own = await asyncio.gather(
        asked, visit.ask_edition(Listing[Quote], "matching", "quotes", limit=200)
    )
    return render(visit, "rfqs.html", rfqs=found, quotes=own.items, after=setelah)


@page(router, "rfq-form")
async def rfq_form(visit: Visiting, code: Code) -> Response:
    """A form to ask for quotes, or to change what was asked."""
    visit.caller.must_be(*BUYING)
    return await _show_form(visit, code, await _rfq(visit, code), Typed({}))


async def _rfq(visit: Visit, code: str) -> Rfq | None:
    """The request on a demand, if there is one."""
    try:
        return await visit.ask_edition(Rfq, "matching", f"rfqs/{code}")
    except NotFound:
        return None


async def _show_form(
    visit: Visit, code: str, rfq: Rfq | None, typed: Typed, refusal: Refusal | None = None
) -> Response:
    demand, matches = await asyncio.gather(
        visit.ask_edition(Demand, "matching", f"demands/{code}"),
        visit.ask_edition(Listing[Match], "matching", "matches", demand=code, limit=MOST_MATCHES),
    )
    return render(
        visit,
        "rfq_form.html",
        refusal.status if refusal else 200,
        demand=demand,
        exhibitors={match.exhibitor_code: match.exhibitor_name for match in matches.items},
        rfq=rfq if rfq and rfq.status != "cancelled" else None,
        usual=(now().astimezone(JAKARTA) + timedelta(days=USUAL_DAYS)).date(),
        typed=typed,
        refusal=refusal,
    )


@page(router, "rfq-form", "POST")
async def ask(visit: Visiting, request: Request, code: Code) -> Response:
    """The buyer asks, or changes what it asked."""
    visit.caller.must_be(*BUYING)
    typed = Typed(await values_of(request, MOST_FIELDS))
    seen = typed.text("versi")
    try:
        said = _said(code, typed)
        if seen:
            await visit.send_edition(f"rfqs/{code}", said, "PUT", seen)
        else:
            await visit.send_edition("rfqs", said)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        return await _show_form(visit, code, await _rfq(visit, code), typed, refusal)
    return RedirectResponse(visit.link("rfq", {"kabar": "diminta"}, code=code), 303)


def _said(code: str, typed: Typed) -> Mapping[str, Any]:
    deadline = typed.end_of_day("batas", "Batas waktu")
    if deadline is None:
        raise Invalid("Isi batas waktunya.", "State the deadline.", code="no-deadline")
    return {
        "demand_code": code,
        "deadline": deadline.isoformat(),
        "anonymous": typed.ticked("anonim"),
        "sample_wanted": typed.ticked("contoh"),
        "exhibitors": typed.chosen("peserta") if typed.text("undang") == "pilihan" else [],
        "terms": typed.text("syarat"),
        "answer_days": typed.number("hari", "Hari untuk menjawab") or 3,
        "charges": {
            "outlet": typed.text("gerai") or None,
            "listing_fee": typed.number("pendaftaran", "Biaya pendaftaran") or 0,
            "outlets": typed.number("jumlah_gerai", "Jumlah gerai") or 1,
            "trading_terms": typed.hundredths("potongan", "Potongan syarat perdagangan") or 0,
        },
    }


@page(router, "rfq")
async def rfq(visit: Visiting, code: Code, urut: Order = "price", kabar: News = "") -> Response:
    """Quotes side by side for the buyer; what is asked, and its own quotes, for an exhibitor."""
    visit.caller.must_be(*BUYING, "exhibitor")
    if visit.side == "exhibitor":
        return await _for_exhibitor(visit, code, kabar)
    return await _compared(visit, code, urut, kabar)


async def _for_exhibitor(visit: Visit, code: str, news: str) -> Response:
    asked, own, matches = await asyncio.gather(
        visit.ask_edition(Rfq, "matching", f"rfqs/{code}"),
        visit.ask_edition(Listing[Quote], "matching", "quotes", rfq=code, limit=50),
        visit.ask_edition(Listing[Match], "matching", "matches", demand=code, limit=50),
    )
    quoted = {quote.product_code for quote in own.items}
    return render(
        visit,
        "rfq.html",
        rfq=asked,
        quotes=own.items,
        matches=[match for match in matches.items if match.product_code not in quoted],
        news=news,
    )


async def _compared(
    visit: Visit,
    code: str,
    order: str,
    news: str = "",
    typed: Typed | None = None,
    refusal: Refusal | None = None,
) -> Response:
    found = await visit.ask_edition(Comparison, "matching", f"rfqs/{code}/comparison", order=order)
    quoted = [line.quote.product_code for line in found.lines]
    return render(
        visit,
        "comparison.html",
        refusal.status if refusal else 200,
        rfq=found.rfq,
        lines=found.lines,
        gaps=await gaps_beside(visit, code, quoted),
        order=order,
        news=news,
        typed=typed or Typed({}),
        refusal=refusal,
    )


@page(router, "rfq-cancel", "POST")
async def cancel(visit: Visiting, code: Code) -> Response:
    """The buyer asks no more."""
    visit.caller.must_be(*BUYING)
    await visit.send_edition(f"rfqs/{code}/cancellation")
    return RedirectResponse(visit.link("rfq", {"kabar": "dibatalkan"}, code=code), 303)


@page(router, "award", "POST")
async def award(visit: Visiting, request: Request, code: Code) -> Response:
    """Show what a decision would give to whom; and, once it is confirmed, decide."""
    visit.caller.must_be(*BUYING)
    typed = Typed(await values_of(request, MOST_FIELDS))
    is_confirmed = typed.ticked("setuju")
    path = f"rfqs/{code}/awards" + ("" if is_confirmed else "?trial=true")
    try:
        said = _decision(typed)
        answer = await visit.send_edition(path, said, seen=typed.text("versi"))
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        return await _compared(visit, code, "price", "", typed, refusal)
    if is_confirmed:
        return RedirectResponse(visit.link("rfq", {"kabar": "diputuskan"}, code=code), 303)
    return render(visit, "award.html", awards=Awards.model_validate(answer), said=said, typed=typed)


def _decision(typed: Typed) -> dict[str, Any]:
    """The shares with a quantity: fields `jumlah:<product>` beside `versi:<product>`."""
    shares = [
        {
            "product_code": product,
            "quote_version": typed.number(f"versi:{product}", product) or 0,
            "quantity": quantity,
        }
        for product in (name.partition(":")[2] for name in typed.fields if "jumlah:" in name)
        if (quantity := typed.number(f"jumlah:{product}", product))
    ]
    if not shares:
        raise Invalid(
            "Isi jumlah pada setidaknya satu penawaran.",
            "State a quantity for at least one quote.",
            code="nothing-chosen",
        )
    if len(typed.text("alasan")) < 3:
        raise Invalid("Tulis alasan pilihan Anda.", "Say why you chose so.", code="no-reason")
    return {"shares": shares, "reason": typed.text("alasan")}
