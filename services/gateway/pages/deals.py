"""The deal ledger: for both sides what they did together, for the office what it comes to."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts import lists
from kernel.clock import now
from kernel.problems import Invalid, Refusal
from services.gateway.pages.deal_views import Deal, Totals
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

SIDES = ("buyer", "broker", "exhibitor")
OFFICE = ("organiser", "assistant")
MOST_FIELDS = 20
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

After = Annotated[str, Query(max_length=200)]
Format = Annotated[Literal["csv", "xlsx"], Path()]
Position = Annotated[int, Path(ge=0, le=1000)]

router = page_router()


@page(router, "deals")
async def deals(visit: Visiting, setelah: After = "") -> Response:
    visit.caller.must_be(*SIDES, *OFFICE)
    return await _list(visit, setelah)


async def _list(
    visit: Visit, after: str = "", typed: Typed | None = None, refusal: Refusal | None = None
) -> Response:
    found = await visit.ask_edition(Listing[Deal], "matching", "deals", after=after)
    totals = None
    if visit.caller.role in OFFICE and not visit.side:
        totals = await visit.ask_edition(Totals, "matching", "deals/totals")
    return render(
        visit,
        "deals.html",
        refusal.status if refusal else 200,
        deals=found,
        totals=totals,
        units=list(lists.units()),
        typed=typed or Typed({}),
        after=after,
        refusal=refusal,
    )


@page(router, "deals", "POST")
async def open_deal(visit: Visiting, request: Request) -> Response:
    """Begin a deal that came from no award."""
    visit.caller.must_be(*SIDES, "assistant")
    typed = Typed(await values_of(request, MOST_FIELDS))
    other = "buyer_name" if visit.side == "exhibitor" else "exhibitor_code"
    said = {
        "title": typed.text("barang"),
        "unit": typed.text("satuan"),
        other: typed.text("mitra"),
    }
    try:
        if not said["title"] or not said[other]:
            raise Invalid("Isi barang dan mitranya.", "Fill in the goods and the other side.")
        opened = await visit.send_edition("deals", said)
    except Refusal as refusal:
        if refusal.status not in (404, 409, 422):
            raise
        return await _list(visit, "", typed, refusal)
    return RedirectResponse(visit.link("deal", code=opened["code"]), 303)


@page(router, "deals-export")
async def export(visit: Visiting, form: Format) -> Response:
    """The whole ledger as a spreadsheet."""
    visit.caller.must_be(*OFFICE)
    content = await visit.fetch_edition("matching", "deals/export", format=form)
    name = f"deals-{visit.edition.id}.{form}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=KINDS[form], headers=headers)


@page(router, "deal")
async def deal(visit: Visiting, code: Code) -> Response:
    visit.caller.must_be(*SIDES, *OFFICE)
    return await _show(visit, code)


async def _show(
    visit: Visit, code: str, typed: Typed | None = None, refusal: Refusal | None = None
) -> Response:
    return render(
        visit,
        "deal.html",
        refusal.status if refusal else 200,
        deal=await visit.ask_edition(Deal, "matching", f"deals/{code}"),
        latest=now().astimezone(JAKARTA).date(),
        typed=typed or Typed({}),
        refusal=refusal,
    )


@page(router, "deal", "POST")
async def record(visit: Visiting, request: Request, code: Code) -> Response:
    """Say that a step was made."""
    return await _say(visit, request, code, f"deals/{code}/steps")


@page(router, "deal-step", "POST")
async def tell(visit: Visiting, request: Request, code: Code, position: Position) -> Response:
    """Confirm what the other side says of a step, or say something else."""
    return await _say(visit, request, code, f"deals/{code}/steps/{position}")


async def _say(visit: Visit, request: Request, code: str, path: str) -> Response:
    visit.caller.must_be(*SIDES, "assistant")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        if typed.ticked("setuju"):
            await visit.send_edition(f"{path}/confirmation", seen=typed.text("versi"))
        else:
            is_new = path.endswith("/steps")
            await visit.send_edition(path, _step(typed), "POST" if is_new else "PUT")
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        return await _show(visit, code, typed, refusal)
    return RedirectResponse(visit.link("deal", code=code), 303)


def _step(typed: Typed) -> dict[str, Any]:
    day = typed.day("tanggal", "Tanggal")
    if day is None:
        raise Invalid("Isi tanggalnya.", "Fill in the day.", code="no-day")
    return {
        "kind": typed.text("langkah"),
        "value": typed.number("nilai", "Nilai") or 0,
        "volume": typed.number("volume", "Volume") or 0,
        "day": day.isoformat(),
    }
