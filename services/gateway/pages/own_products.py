"""An exhibitor's own products: six fields to start, what to add next, on and off the shelf."""

import asyncio
import re
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts import lists
from kernel.ids import new_id
from kernel.problems import Forbidden, Invalid, Refusal
from services.gateway.pages.own_views import Change, OwnExhibitor, OwnProduct
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import uploaded, values_of

PRODUCTS, CHANGES, MOST_FIELDS = 30, 8, 120
VARIANTS, MONTHS = 20, range(1, 13)
PICTURE_BYTES = 15 * 2**20
FORM_REFUSALS = (409, 412, 413, 422)
TIER = re.compile(r"\s*([\d.]+)\s*:\s*([\d.]+)\s*", re.ASCII)

router = page_router()


def expect_exhibitor(visit: Visit) -> None:
    """Raises Unauthenticated, Forbidden for anybody who acts for no exhibitor."""
    visit.caller.must_be("exhibitor", "assistant")
    if visit.side != "exhibitor":
        raise Forbidden(
            "Akun Anda tidak mewakili peserta, jadi tidak ada barang sendiri untuk ditampilkan.",
            "Your account acts for no exhibitor, so there are no goods of yours to show.",
        )


async def tell(
    visit: Visit, path: str, said: object = None, method: str = "POST", seen: str = ""
) -> Any:
    """Tell the catalogue something about the edition of the page."""
    body = None if said is None else orjson.dumps(said)
    target = f"/v1/editions/{visit.edition.id}/{path}"
    return await visit.send("catalogue", target, body, method, seen)


@page(router, "own-products")
async def own_products(
    visit: Visiting, setelah: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    expect_exhibitor(visit)
    return await _list(visit, setelah)


async def _list(visit: Visit, after: str = "", refusal: Refusal | None = None) -> Response:
    exhibitor, products = await asyncio.gather(
        visit.ask_edition(OwnExhibitor, "catalogue", f"exhibitors/{visit.party_code}"),
        visit.ask_edition(
            Listing[OwnProduct],
            "catalogue",
            f"exhibitors/{visit.party_code}/products",
            after=after,
            limit=PRODUCTS,
        ),
    )
    return render(
        visit,
        "own_products.html",
        refusal.status if refusal else 200,
        exhibitor=exhibitor,
        products=products,
        after=after,
        refusal=refusal,
    )


@page(router, "own-cover", "POST")
async def show_firm(visit: Visiting, request: Request) -> Response:
    """Show the exhibitor itself by a photo, or by none."""
    expect_exhibitor(visit)
    try:
        await _picture(visit, request, f"exhibitors/{visit.party_code}")
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _list(visit, refusal=refusal)
    return RedirectResponse(visit.link("own-products"), 303)


@page(router, "own-product-form")
async def start(visit: Visiting) -> Response:
    """Six fields, which are enough."""
    expect_exhibitor(visit)
    return _form(visit, None, Typed({}), f"{visit.party_code[:27]}-{new_id()[-8:]}")


@page(router, "own-product-form", "POST")
async def add(visit: Visiting, request: Request) -> Response:
    """Add a product, on the shelf or as a draft."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    is_draft = typed.text("tindakan") == "draf"
    try:
        said = _said(typed, {"code": typed.text("kode"), "exhibitor_code": visit.party_code})
        await tell(visit, f"products?draft={str(is_draft).lower()}", said)
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return _form(visit, None, typed, typed.text("kode"), refusal)
    kept = {"kabar": "draf" if is_draft else "ditawarkan"}
    return RedirectResponse(visit.link("own-product", kept, code=said["code"]), 303)


@page(router, "own-product")
async def own_product(
    visit: Visiting, code: Code, kabar: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    expect_exhibitor(visit)
    return await _show(visit, code, Typed({}), told=kabar)


@page(router, "own-product", "POST")
async def revise(visit: Visiting, request: Request, code: Code) -> Response:
    """Change a product from the version that was shown; what the form does not ask for stays."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    before = await visit.ask_edition(dict[str, Any], "catalogue", f"products/{code}")
    try:
        said = _said(typed, before)
        await tell(visit, f"products/{code}", said, "PUT", typed.text("versi"))
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, typed, refusal)
    return RedirectResponse(visit.link("own-product", {"kabar": "disimpan"}, code=code), 303)


@page(router, "own-shelf", "POST")
async def move(visit: Visiting, request: Request, code: Code) -> Response:
    """Offer a product, or take it off the shelf once that was confirmed."""
    expect_exhibitor(visit)
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        if typed.text("tindakan") == "tarik":
            _expect_confirmed(typed)
            await tell(visit, f"products/{code}/withdrawal")
            told = "ditarik"
        else:
            await tell(visit, f"products/{code}/publication")
            told = "ditawarkan"
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, Typed({}), refusal)
    return RedirectResponse(visit.link("own-product", {"kabar": told}, code=code), 303)


def _expect_confirmed(typed: Typed) -> None:
    if not typed.ticked("yakin"):
        raise Invalid(
            "Centang dulu bahwa Anda yakin.", "Tick first that you are sure.", code="unconfirmed"
        )


@page(router, "own-picture", "POST")
async def show_by_picture(visit: Visiting, request: Request, code: Code) -> Response:
    """Show a product by a photo from the phone, or by none."""
    expect_exhibitor(visit)
    try:
        await _picture(visit, request, f"products/{code}")
    except Refusal as refusal:
        if refusal.status not in FORM_REFUSALS:
            raise
        return await _show(visit, code, Typed({}), refusal)
    return RedirectResponse(visit.link("own-product", {"kabar": "disimpan"}, code=code), 303)


async def _picture(visit: Visit, request: Request, of: str) -> None:
    """Pass a photo on, or its removal. Raises what the catalogue refuses."""
    path = f"/v1/editions/{visit.edition.id}/{of}/picture"
    async with uploaded(request, PICTURE_BYTES, "gambar") as (fields, file):
        seen = fields.get("versi", "")
        if "hapus" in fields:
            await visit.send("catalogue", path, None, "DELETE", seen)
        else:
            await visit.send("catalogue", path, _chosen(file), "PUT", seen)


def _chosen(file: Any) -> Any:
    if file is None:
        raise Invalid("Pilih fotonya dulu.", "Choose the photo first.", code="no-file")
    return file


async def _show(
    visit: Visit, code: str, typed: Typed, refusal: Refusal | None = None, told: str = ""
) -> Response:
    product, changes = await asyncio.gather(
        visit.ask_edition(OwnProduct, "catalogue", f"products/{code}/completeness"),
        visit.ask_edition(Listing[Change], "catalogue", f"products/{code}/history", limit=CHANGES),
    )
    return _form(visit, product, typed, code, refusal, changes=changes.items, told=told)


def _form(
    visit: Visit,
    product: OwnProduct | None,
    typed: Typed,
    code: str,
    refusal: Refusal | None = None,
    **more: Any,
) -> Response:
    return render(
        visit,
        "own_product.html",
        refusal.status if refusal else 200,
        product=product,
        typed=typed,
        code=code,
        refusal=refusal,
        units=lists.units(),
        variants=VARIANTS,
        **({"changes": [], "told": ""} | more),
    )


def _said(typed: Typed, before: dict[str, Any]) -> dict[str, Any]:
    """The whole of a product: what was typed, over what it was before; papers are left alone."""
    told = {
        "name": typed.text("nama"),
        "category": typed.text("kategori"),
        "unit": typed.text("satuan"),
        "price": typed.number("harga", "Harga"),
        "capacity_per_month": typed.number("kapasitas", "Kapasitas per bulan") or 0,
        "moq": typed.number("moq", "Pesanan minimum") or 1,
    }
    if typed.ticked("lengkap"):
        told |= _further(typed)
    kept = {name: value for name, value in before.items() if name not in ("papers", "picture")}
    return kept | told


def _further(typed: Typed) -> dict[str, Any]:
    return {
        "name_en": typed.text("nama_en"),
        "description": typed.text("deskripsi"),
        "pack": typed.text("kemasan"),
        "variants": _variants(typed),
        "months": [],
        "capacities": _capacities(typed),
        "hs_code": typed.text("hs") or None,
        "price_tiers": _tiers(typed.text("harga_bertingkat")),
        "carton_multiple": typed.number("kelipatan_karton", "Kelipatan karton") or 1,
        "lead_time_days": typed.number("lead_time", "Siap kirim") or 0,
        "credit_days": typed.number("tempo_bayar", "Tempo pembayaran"),
        "shelf_life_days": typed.number("masa_simpan", "Masa simpan"),
        "storage": typed.text("penyimpanan") or None,
        "packed": typed.ticked("dikemas"),
        "claims": [part.strip() for part in typed.text("klaim").split(";") if part.strip()],
    }


def _variants(typed: Typed) -> list[dict[str, Any]]:
    rows = [
        {
            "name": typed.text(f"varian{n}"),
            "price": typed.number(f"varian_harga{n}", "Harga varian"),
            "code": typed.text(f"varian_kode{n}") or None,
        }
        for n in range(1, VARIANTS + 1)
    ]
    return [row for row in rows if any(value not in ("", None) for value in row.values())]


def _capacities(typed: Typed) -> list[dict[str, int]]:
    units = {month: typed.number(f"bulan{month}", "Kapasitas bulanan") for month in MONTHS}
    return [{"month": m, "units": count} for m, count in units.items() if count is not None]


def _tiers(text: str) -> list[dict[str, int]]:
    tiers = []
    for part in filter(str.strip, text.split(";")):
        found = TIER.fullmatch(part)
        if not found:
            raise Invalid(
                "Tulis harga bertingkat sebagai “jumlah:harga”, misalnya 50:11500; 200:10900.",
                "Write price tiers as “quantity:price”, such as 50:11500; 200:10900.",
                code="price-tiers",
            )
        minimum, price = (int(number.replace(".", "")) for number in found.groups())
        tiers.append({"minimum": minimum, "price": price})
    return tiers
