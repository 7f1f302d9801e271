"""Announcements: the office writes, looks whom it reaches, says it, and can take it back."""

from datetime import datetime
from typing import Annotated, Any, get_args

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.catalogue import Audience
from kernel.ids import new_id
from kernel.problems import Invalid, Refusal
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.mistakes import Mistakes
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Announcement, AudienceSize, Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 8
SHOWN = 20
FIELDS = {"text": "isi", "text_en": "isi_en", "audience": "kepada", "starts": "hari"}

router = page_router()


@page(router, "announcements")
async def announcements(
    visit: Visiting,
    kabar: Annotated[str, Query(max_length=20)] = "",
    setelah: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The form and the history."""
    visit.caller.must_be("organiser")
    return await _show(visit, Typed({}), told=kabar, after=setelah)


@page(router, "announcements", "POST")
async def announce(visit: Visiting, request: Request) -> Response:
    """First whom it would reach, then, told to, the announcement itself."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        said = _said(typed)
        if typed.text("tindakan") != "umumkan":
            return await _show(visit, typed, size=await _size(visit, said["audience"]))
        await visit.send("catalogue", _target(visit, _id(typed)), orjson.dumps(said), "PUT")
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        return await _show(visit, typed, refusal)
    return RedirectResponse(visit.link("announcements", {"kabar": "diumumkan"}), 303)


@page(router, "announcement-end", "POST")
async def take_back(visit: Visiting, code: Code) -> Response:
    """Take an announcement back."""
    visit.caller.must_be("organiser")
    await visit.send("catalogue", f"{_target(visit, code)}/withdrawal")
    return RedirectResponse(visit.link("announcements", {"kabar": "ditarik"}), 303)


async def _show(
    visit: Visit,
    typed: Typed,
    refusal: Refusal | None = None,
    size: AudienceSize | None = None,
    **where: str,
) -> Response:
    mistakes = Mistakes.of(refusal, FIELDS)
    after = where.get("after", "")
    history = await visit.ask_edition(
        Listing[Announcement], "catalogue", "announcements/history", after=after, limit=SHOWN
    )
    return render(
        visit,
        "announcements.html",
        mistakes.status,
        id_=typed.text("kode") or new_id(),
        history=history,
        typed=typed,
        mistakes=mistakes,
        size=size,
        starts=_starts(typed) if size else None,
        told=where.get("told", ""),
    )


async def _size(visit: Visit, audience: str) -> AudienceSize:
    target = f"/v1/inbox/audiences/{visit.edition.id}/{audience}"
    return await visit.ask(AudienceSize, "notifications", target)


def _said(typed: Typed) -> dict[str, Any]:
    """What the office says. Raises Invalid for too little, or half a moment."""
    audience, text = typed.text("kepada"), typed.text("isi")
    if audience not in get_args(Audience) or not 5 <= len(text) <= 500:
        raise Invalid(
            "Tulis 5 sampai 500 huruf dan pilih untuk siapa.",
            "Write 5 to 500 letters and choose for whom.",
            code="nothing-said",
        )
    starts = _starts(typed)
    return {
        "text": text,
        "text_en": typed.text("isi_en"),
        "audience": audience,
        "starts": starts.isoformat() if starts else None,
    }


def _starts(typed: Typed) -> datetime | None:
    """The moment in Central Java from which on it is said; None for now. Raises Invalid."""
    day, clock = typed.day("hari", "Hari"), typed.clock("jam", "Jam")
    if (day is None) != (clock is None):
        raise Invalid(
            "Isi hari dan jam, atau kosongkan keduanya untuk sekarang.",
            "Fill in day and time, or leave both empty for now.",
            code="no-time",
        )
    return None if day is None or clock is None else datetime.combine(day, clock, JAKARTA)


def _id(typed: Typed) -> str:
    """The id that the form was given, so that one sent twice is one announcement."""
    code = typed.text("kode")
    if len(code) != 24 or not code.isalnum():
        raise Invalid(
            "Formulir ini tidak lengkap; muat ulang halamannya.",
            "This form is not complete; reload the page.",
            code="incomplete-form",
        )
    return code


def _target(visit: Visit, code: str) -> str:
    return f"/v1/editions/{visit.edition.id}/announcements/{code}"
