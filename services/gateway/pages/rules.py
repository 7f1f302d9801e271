"""The office's rules: found, read by date, a change tried to see what it touches, and saved."""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.clock import now
from kernel.problems import Invalid, Refusal
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.rule_views import (
    Kinds,
    Rehearsal,
    Rule,
    RuleHistory,
    Rules,
    RuleVersion,
)
from services.gateway.pages.typed import Typed
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 120
NEW = "baru"
OFFICE = ("organiser", "assistant", "ops")
TEXTS = {
    "nama": "name",
    "nama_en": "name_en",
    "penerbit": "issuer",
    "tingkat": "level",
    "mengikat": "binds",
    "bidang": "dimension",
    "pemegang": "holder",
    "masa": "validity",
    "setiap": "each_time",
    "kelompok": "any_of",
    "syarat": "condition",
    "cukup_bila": "suffices",
    "terbukti_dari": "shown_by",
    "lebih_dulu": "needs",
    "dasar": "basis",
    "sumber": "source",
    "diperiksa_oleh": "verified_by",
    "catatan": "note",
    "catatan_en": "note_en",
}
LISTS = {"barang": "goods", "pasar": "markets", "belum_pasti": "unconfirmed"}
DAYS = {"mulai": "valid_from", "sampai": "valid_to", "diperiksa_pada": "verified_on"}
Text = Annotated[str, Query(max_length=40)]

router = page_router()


@page(router, "rules")
async def rules(visit: Visiting, pasar: Text = "", barang: Text = "", pasti: Text = "") -> Response:
    visit.caller.must_be(*OFFICE)
    unsure = "true" if pasti == "belum" else ""
    found, kinds = await asyncio.gather(
        visit.ask(Rules, "matching", "/v1/rules", market=pasar, goods=barang, unconfirmed=unsure),
        visit.ask(Kinds, "matching", "/v1/rules/kinds"),
    )
    chosen = {"pasar": pasar, "barang": barang, "pasti": pasti}
    return render(visit, "rules.html", rules=found.items, kinds=kinds, chosen=chosen)


@page(router, "rule")
async def rule(visit: Visiting, code: Code, ubah: Text = "", kabar: Text = "") -> Response:
    """One requirement by date; `ubah` opens the form of one version, or of a new one."""
    visit.caller.must_be(*OFFICE)
    return await _show(visit, await _kept(visit, code), Typed({}), place=ubah, told=kabar)


async def _kept(visit: Visit, code: str) -> dict[str, Any]:
    """A requirement with its versions in the order of their days."""
    kept = await visit.ask(dict[str, Any], "matching", f"/v1/rules/{code}")
    by_day = sorted(kept["versions"], key=lambda version: version["valid_from"] or "")
    return kept | {"versions": by_day}


async def _show(
    visit: Visit, kept: Mapping[str, Any], typed: Typed, place: str = "", **more: Any
) -> Response:
    kinds, history = await asyncio.gather(
        visit.ask(Kinds, "matching", "/v1/rules/kinds"),
        visit.ask(RuleHistory, "matching", f"/v1/rules/{kept['code']}/history"),
    )
    rule, refusal = Rule.model_validate(kept), more.get("refusal")
    return render(
        visit,
        "rule.html",
        refusal.status if refusal else 200,
        rule=rule,
        kinds=kinds,
        history=history.items,
        place=place,
        chosen=_chosen(rule, place),
        typed=typed,
        **({"refusal": None, "rehearsal": None, "told": ""} | more),
    )


def _chosen(rule: Rule, place: str) -> RuleVersion | None:
    """The version whose form is open; a new one starts as the last."""
    if place == NEW:
        return rule.versions[-1]
    return rule.versions[int(place)] if _is_place(rule.versions, place) else None


def _is_place(versions: Any, place: str) -> bool:
    return place.isascii() and place.isdigit() and int(place) < len(versions)


@page(router, "rule", "POST")
async def revise(visit: Visiting, request: Request, code: Code) -> Response:
    """Try a change of one version, or save it from the version that was seen."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    kept, place = await _kept(visit, code), typed.text("urutan")
    try:
        versions = _with(kept["versions"], place, typed)
        if typed.text("tindakan") == "simpan":
            body = orjson.dumps({"versions": versions})
            await visit.send("matching", f"/v1/rules/{code}", body, "PUT", typed.text("versi"))
            return RedirectResponse(visit.link("rule", {"kabar": "disimpan"}, code=code), 303)
        tried = await _tried(visit, code, versions, typed)
    except Refusal as refusal:
        if refusal.status not in (409, 412, 422):
            raise
        return await _show(visit, kept, typed, place, refusal=refusal)
    return await _show(visit, kept, typed, place, rehearsal=tried)


async def _tried(
    visit: Visit, code: str, versions: list[dict[str, Any]], typed: Typed
) -> Rehearsal:
    """What the change would do on its first day, or today when that has passed."""
    today = now().astimezone(JAKARTA).date()
    begins = typed.day("mulai", "Berlaku mulai") or today
    target = f"/v1/rules/{code}/rehearsal?day={max(begins, today)}"
    answer = await visit.send("matching", target, orjson.dumps({"versions": versions}))
    return Rehearsal.model_validate(answer)


def _with(versions: list[dict[str, Any]], place: str, typed: Typed) -> list[dict[str, Any]]:
    """All versions with the one that was typed; a new one ends the last on the day before."""
    if place == NEW:
        begins = typed.day("mulai", "Berlaku mulai")
        if begins is None:
            raise Invalid(
                "Isi tanggal mulai berlakunya versi baru.",
                "State the day from which the new version is in force.",
                code="no-first-day",
            )
        ended = versions[-1] | {"valid_to": _before(begins)}
        return [*versions[:-1], ended, versions[-1] | _said(typed)]
    if not _is_place(versions, place):
        raise Invalid("Versi ini tidak ada.", "There is no such version.", code="no-version")
    position = int(place)
    return [
        one | _said(typed) if number == position else one for number, one in enumerate(versions)
    ]


def _before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _said(typed: Typed) -> dict[str, Any]:
    days = {field: typed.day(name, name) for name, field in DAYS.items()}
    return {
        **{field: typed.text(name) for name, field in TEXTS.items()},
        **{field: typed.chosen(name) for name, field in LISTS.items()},
        **{field: day.isoformat() if day else None for field, day in days.items()},
        "validity_months": typed.number("bulan", "Masa berlaku (bulan)"),
    }
