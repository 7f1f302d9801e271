"""Quotes for those who sell: offer, look it over, send, take back, answer an award."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts import lists
from kernel.problems import Invalid, NotFound, Refusal
from services.gateway.pages.quote_views import Quote, Rfq
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Product
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 60
TIERS = 4
MONTHS = 12
STEPS = {
    "kirim": "sending",
    "tarik": "withdrawal",
    "sanggup": "acceptance",
    "tolak": "refusal",
}

ProductCode = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Step = Annotated[Literal["kirim", "tarik", "sanggup", "tolak"], Path()]

router = page_router()


@page(router, "quote")
async def quote(
    visit: Visiting,
    code: Code,
    product: ProductCode,
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """A quote as it stands, and the form to change it."""
    visit.caller.must_be("exhibitor", "assistant")
    return await _show(visit, code, product, await _quote(visit, code, product), news=kabar)


async def _quote(visit: Visit, code: str, product: str) -> Quote | None:
    """The exhibitor's quote with a product, if there is one."""
    try:
        return await visit.ask_edition(Quote, "matching", f"rfqs/{code}/quotes/{product}")
    except NotFound:
        return None


async def _show(
    visit: Visit,
    code: str,
    product: str,
    quote: Quote | None,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    news: str = "",
) -> Response:
    rfq, goods = await asyncio.gather(
        visit.ask_edition(Rfq, "matching", f"rfqs/{code}"),
        visit.ask_edition(Product, "catalogue", f"products/{product}"),
    )
    return render(
        visit,
        "quote.html",
        refusal.status if refusal else 200,
        rfq=rfq,
        product=goods,
        quote=quote,
        units=list(lists.units()),
        form=_filled(typed, quote, goods),
        tiers=TIERS,
        refusal=refusal,
        news=news,
    )


def _filled(typed: Typed | None, quote: Quote | None, product: Product) -> Mapping[str, str]:
    """What stands in the fields: what was typed, what is offered, or what the product says."""
    if typed:
        return {name: values[0] for name, values in typed.fields.items()}
    offered = _of_quote(quote) if quote else _of_product(product)
    return {name: str(value) for name, value in offered.items() if value is not None}


def _of_product(product: Product) -> dict[str, Any]:
    return {
        "satuan": product.unit,
        "kemasan": product.pack,
        "volume": product.capacity_per_month,
        "hari": product.lead_time_days,
        "tempo": product.credit_days,
        **_tier_fields(product.steps),
    }


def _of_quote(quote: Quote) -> dict[str, Any]:
    form = quote.form
    return {
        "satuan": form.unit,
        "kemasan": form.pack,
        "volume": form.volume_per_month,
        "hari": form.lead_time_days,
        "tempo": form.credit_days,
        "muka": form.deposit or None,
        "berlaku": form.valid_until.isoformat(),
        "contoh": form.sample.kind,
        "harga_contoh": form.sample.price,
        "hari_contoh": form.sample.days,
        "syarat": form.terms,
        **{f"bulan{one.month}": one.volume for one in form.volumes},
        **_tier_fields(form.tiers),
    }


def _tier_fields(tiers: list[Any]) -> dict[str, int]:
    fields: dict[str, int] = {}
    for number, tier in enumerate(tiers[:TIERS], 1):
        fields |= {f"mulai{number}": tier.minimum, f"harga{number}": tier.price}
    return fields


@page(router, "quote", "POST")
async def save(visit: Visiting, request: Request, code: Code, product: ProductCode) -> Response:
    """Keep an offer as a draft; one that was sent is sent anew."""
    visit.caller.must_be("exhibitor", "assistant")
    typed = Typed(await values_of(request, MOST_FIELDS))
    seen, path = typed.text("versi"), f"rfqs/{code}/quotes"
    try:
        said = _said(product, typed)
        if seen:
            await visit.send_edition(f"{path}/{product}", said, "PUT", seen)
        else:
            await visit.send_edition(path, said)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        kept = await _quote(visit, code, product)
        return await _show(visit, code, product, kept, typed, refusal)
    there = visit.link("quote", {"kabar": "disimpan"}, code=code, product=product)
    return RedirectResponse(there, 303)


def _said(product: str, typed: Typed) -> dict[str, Any]:
    valid_until = typed.day("berlaku", "Berlaku sampai")
    if valid_until is None:
        raise Invalid(
            "Isi sampai kapan penawaran berlaku.",
            "State until when the quote is valid.",
            code="no-validity",
        )
    return {
        "product_code": product,
        "unit": typed.text("satuan"),
        "pack": typed.text("kemasan"),
        "tiers": _tiers(typed),
        "volume_per_month": _needed(typed, "volume", "Volume per bulan"),
        "volumes": _volumes(typed),
        "lead_time_days": typed.number("hari", "Siap kirim") or 0,
        "credit_days": typed.number("tempo", "Dibayar paling lambat"),
        "deposit": typed.number("muka", "Uang muka") or 0,
        "valid_until": valid_until.isoformat(),
        "sample": {
            "kind": typed.text("contoh") or "none",
            "price": typed.number("harga_contoh", "Harga contoh"),
            "days": typed.number("hari_contoh", "Hari sampai contoh"),
        },
        "terms": typed.text("syarat"),
    }


def _tiers(typed: Typed) -> list[dict[str, int]]:
    tiers = [
        {"minimum": typed.number(f"mulai{n}", "Mulai dari") or 1, "price": price}
        for n in range(1, TIERS + 1)
        if (price := typed.number(f"harga{n}", "Harga"))
    ]
    if not tiers:
        raise Invalid("Isi setidaknya satu harga.", "State at least one price.", code="no-price")
    return tiers


def _volumes(typed: Typed) -> list[dict[str, int]]:
    volumes = {n: typed.number(f"bulan{n}", "Volume bulanan") for n in range(1, MONTHS + 1)}
    return [{"month": n, "volume": volume} for n, volume in volumes.items() if volume is not None]


def _needed(typed: Typed, name: str, label: str) -> int:
    value = typed.number(name, label)
    if not value:
        raise Invalid(f"Isi “{label}”.", f"Fill in “{label}”.", code="missing")
    return value


@page(router, "quote-step", "POST")
async def step(
    visit: Visiting, request: Request, code: Code, product: ProductCode, step: Step
) -> Response:
    """Send a quote, take it back, or answer what it was awarded."""
    visit.caller.must_be("exhibitor", "assistant")
    typed = Typed(await values_of(request, MOST_FIELDS))
    path = f"rfqs/{code}/quotes/{product}/{STEPS[step]}"
    try:
        await visit.send_edition(path, {"said": typed.text("kata")}, seen=typed.text("versi"))
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        kept = await _quote(visit, code, product)
        return await _show(visit, code, product, kept, None, refusal)
    there = visit.link("quote", {"kabar": step}, code=code, product=product)
    return RedirectResponse(there, 303)
