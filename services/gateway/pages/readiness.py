"""What a product lacks for a market or a demand, how to answer for it, and where it stands."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Forbidden, Invalid
from services.gateway.pages import radar
from services.gateway.pages.readiness_views import Dossier, GapReport, Ladder, Standing
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields, values_of

PRODUCTS = 50
MOST_ANSWERS = 60
OFFICE = ("organiser", "assistant", "ops")
HOME = ("LT", "LM", "IN")
ABROAD = ("EU", "ASEAN", "GCC", "US", "JP", "CN", "KR", "CA", "GB", "MY", "SG", "SA", "AE", "AU")
MARKETS = (*HOME, "X:*", *(f"X:{place}" for place in ABROAD))
ANSWERS = {"ya": True, "tidak": False, "belum": None}
STATES = {"ada": "held", "diurus": "in_progress", "diperiksa": "checked", "ditolak": "rejected"}
Text = Annotated[str, Query(max_length=40)]

router = page_router()


@page(router, "readiness")
async def readiness(
    visit: Visiting,
    code: Code,
    pasar: Text = "LM",
    kebutuhan: Text = "",
    seandainya: Annotated[list[str], Query(max_length=50)] = [],  # noqa: B006
    kabar: Text = "",
) -> Response:
    visit.caller.must_be(*OFFICE, "exhibitor", "buyer", "broker")
    report = await visit.ask_edition(
        GapReport,
        "matching",
        f"readiness/products/{code}",
        market="" if kebutuhan else pasar,
        demand=kebutuhan,
        **{"with": seandainya},
    )
    owned = visit.caller.role in (*OFFICE, "exhibitor")
    more = await _owners_part(visit, report, seandainya) if owned else {}
    return render(
        visit,
        "readiness.html",
        report=report,
        radar=radar,
        supposed=seandainya,
        markets=visit.edition.of_its_markets(MARKETS),
        owned=owned,
        kept=kabar,
        **({"ladder": None, "dossiers": {}} | more),
    )


async def _owners_part(visit: Visit, report: GapReport, supposed: list[str]) -> dict[str, Any]:
    """The ladder and what was said so far, which are not for buyers."""
    wished = report.market if report.market.startswith("X:") else "X:*"
    top = {"abroad": wished} if visit.edition.of_its_markets([wished]) else {"at_home": True}
    base = f"readiness/products/{report.product_code}"
    ladder, product, firm = await asyncio.gather(
        visit.ask_edition(Ladder, "matching", f"{base}/ladder", **{**top, "with": supposed}),
        visit.ask_edition(Dossier, "matching", f"{base}/dossier"),
        visit.ask_edition(
            Dossier, "matching", f"readiness/exhibitors/{report.exhibitor_code}/dossier"
        ),
    )
    return {"ladder": ladder, "dossiers": {"product": product, "firm": firm}}


@page(router, "answers", "POST")
async def answer(visit: Visiting, code: Code, request: Request) -> Response:
    """The owner of a product answers questions about it and about the firm."""
    sent = await values_of(request, MOST_ANSWERS)
    form = {name: values[0] for name, values in sent.items()}
    for about, path in _paths(visit, code, form).items():
        told = {
            name.removeprefix(f"{about}."): ANSWERS[value]
            for name, value in form.items()
            if name.startswith(f"{about}.") and value in ANSWERS
        }
        if told:
            body = orjson.dumps({"answers": told})
            seen = form.get(f"versi_{about}", "")
            await visit.send("matching", f"{path}/answers", body, "PUT", seen)
    return _back(visit, code, form, "dijawab")


@page(router, "statement", "POST")
async def state(visit: Visiting, code: Code, request: Request) -> Response:
    """The owner states how far a requirement is; the office, that it has checked it."""
    form = await fields(request)
    paths, about = _paths(visit, code, form), form.get("pemegang", "product")
    chosen = STATES.get(form.get("keadaan", ""))
    if chosen is None or about not in paths:
        raise Invalid("Isian tidak sesuai.", "The input does not fit.")
    statement = {"state": chosen, "note": form.get("catatan", ""), **_days(form)}
    path = f"{paths[about]}/statements/{form.get('syarat', '')}"
    seen = form.get(f"versi_{about}", "")
    await visit.send("matching", path, orjson.dumps(statement), "PUT", seen)
    return _back(visit, code, form, "dicatat")


def _days(form: Mapping[str, str]) -> dict[str, str]:
    day = form.get("tanggal", "")
    if not day:
        return {}
    return {"expected" if form.get("keadaan") == "diurus" else "expires": day}


def _paths(visit: Visit, code: str, form: Mapping[str, str]) -> dict[str, str]:
    """Where matching takes what is said of a product and of its firm."""
    base = f"/v1/editions/{visit.edition.id}/readiness"
    exhibitor = form.get("peserta", "")
    return {"product": f"{base}/products/{code}", "firm": f"{base}/exhibitors/{exhibitor}"}


def _back(visit: Visit, code: str, form: Mapping[str, str], told: str) -> Response:
    place = {"kabar": told, "kebutuhan": form.get("kebutuhan", "")}
    if not place["kebutuhan"]:
        place["pasar"] = form.get("pasar", "")
    return RedirectResponse(visit.link("readiness", place, code=code), 303)


@page(router, "standings")
async def standings(
    visit: Visiting, setelah: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    visit.caller.must_be("exhibitor", "assistant")
    if visit.side != "exhibitor":
        raise Forbidden(
            "Akun Anda tidak mewakili peserta, jadi tidak ada produk yang dapat ditampilkan.",
            "Your account acts for no exhibitor, so there are no products to show.",
        )
    found = await visit.ask_edition(
        Listing[Standing],
        "matching",
        f"readiness/exhibitors/{visit.party_code}",
        after=setelah,
        limit=PRODUCTS,
    )
    return render(visit, "standings.html", products=found, after=setelah)
