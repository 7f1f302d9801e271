"""A buyer or broker states a demand: tried on all that is offered first, then posted or changed."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts import lists
from kernel.ids import new_id
from kernel.problems import Forbidden, Refusal
from services.gateway.pages.posting_views import EndBuyer, OwnDemand, Tried
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 90
HOME = ("LT", "LM", "IN")
NUMBERS = {
    "volume": ("volume_per_month", "Volume per bulan"),
    "harga": ("price_limit", "Batas harga"),
    "pesanan": ("largest_moq", "Pesanan terkecil"),
    "tunggu": ("longest_lead_days", "Waktu tunggu"),
    "tempo": ("payment_days", "Tempo pembayaran"),
}

router = page_router()


def _expect_buyer(visit: Visit) -> None:
    """Raises Unauthenticated, Forbidden for anybody who acts for no buyer."""
    visit.caller.must_be("buyer", "broker", "assistant")
    if visit.side != "buyer":
        raise Forbidden(
            "Akun Anda tidak mewakili pembeli, jadi tidak dapat menyatakan kebutuhan.",
            "Your account acts for no buyer, so it can state no demand.",
        )


@page(router, "demand-form")
async def start(visit: Visiting) -> Response:
    _expect_buyer(visit)
    return _form(visit, f"{visit.party_code[:30]}-{new_id()[-8:]}", Typed({}), None)


@page(router, "demand-form", "POST")
async def post(visit: Visiting, request: Request) -> Response:
    """Show what would fit, or post the demand."""
    _expect_buyer(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    return await _take(visit, typed.text("kode"), typed, None)


@page(router, "demand-change")
async def change(visit: Visiting, code: Code) -> Response:
    _expect_buyer(visit)
    kept = await visit.ask_edition(OwnDemand, "matching", f"demands/{code}")
    return _form(visit, code, Typed({}), kept)


@page(router, "demand-change", "POST")
async def revise(visit: Visiting, request: Request, code: Code) -> Response:
    """Change a demand from the version that was seen, or close it."""
    _expect_buyer(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    if typed.text("tindakan") == "tutup":
        await visit.send_edition(f"demands/{code}/withdrawal")
        return RedirectResponse(visit.link("demands"), 303)
    kept = await visit.ask_edition(OwnDemand, "matching", f"demands/{code}")
    return await _take(visit, code, typed, kept)


async def _take(visit: Visit, code: str, typed: Typed, kept: OwnDemand | None) -> Response:
    try:
        said = _said(visit, code, typed, kept)
        if typed.text("tindakan") == "coba":
            answer = await visit.send_edition("demands/trials", said)
            return _form(visit, code, typed, kept, tried=Tried.model_validate(answer))
        if kept:
            await visit.send_edition(f"demands/{code}", said, "PUT", typed.text("versi"))
        else:
            await visit.send_edition("demands", said)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        return _form(visit, code, typed, kept, refusal=refusal)
    return RedirectResponse(visit.link("matches", code=code), 303)


def _said(visit: Visit, code: str, typed: Typed, kept: OwnDemand | None) -> dict[str, Any]:
    days = {field: typed.day(field, field) for field in ("mulai", "selesai")}
    return {
        "code": code,
        "buyer_code": visit.party_code,
        "title": typed.text("judul"),
        "title_en": typed.text("judul_en"),
        "category": typed.text("kategori"),
        "hs_code": typed.text("hs") or None,
        "keywords": [word.strip() for word in typed.text("kata").split(";") if word.strip()],
        "unit": typed.text("satuan"),
        **{field: typed.number(name, label) for name, (field, label) in NUMBERS.items()},
        "papers": typed.chosen("dokumen"),
        "musts": typed.chosen("wajib"),
        "destination": typed.text("negara").upper() or typed.text("tujuan"),
        "market": _market(typed),
        "starts": days["mulai"].isoformat() if days["mulai"] else None,
        "ends": days["selesai"].isoformat() if days["selesai"] else None,
        "end_buyer": typed.text("pembeli_akhir"),
        "anonymous": typed.ticked("anonim"),
        "is_sample": kept.is_sample if kept else visit.edition.is_sample,
    }


def _market(typed: Typed) -> str:
    """The market at home that was chosen, or the country that the goods go to."""
    country = typed.text("negara").upper()
    return f"X:{country}" if country else typed.text("pasar")


def _form(visit: Visit, code: str, typed: Typed, kept: OwnDemand | None, **more: Any) -> Response:
    refusal = more.get("refusal")
    return render(
        visit,
        "demand_form.html",
        refusal.status if refusal else 200,
        code=code,
        demand=kept,
        typed=typed,
        units=lists.units(),
        kinds=lists.paper_kinds(),
        home=HOME,
        **({"refusal": None, "tried": None} | more),
    )


@page(router, "end-buyers")
async def end_buyers(visit: Visiting, cari: Annotated[str, Query(max_length=100)] = "") -> Response:
    """A broker's demands by the end buyer whom each is for."""
    _expect_buyer(visit)
    path = f"buyers/{visit.party_code}/end-buyers"
    found = await visit.ask_edition(Listing[EndBuyer], "matching", path)
    wanted = cari.casefold()
    chosen = [one for one in found.items if wanted in one.name.casefold()]
    return render(visit, "end_buyers.html", items=chosen, total=len(found.items), sought=cari)
