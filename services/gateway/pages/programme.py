"""The programme of an edition: everybody reads it and takes it along, the office writes it."""

from datetime import datetime
from typing import Any

import orjson
from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from kernel.clock import now
from kernel.problems import Invalid, NotFound, Refusal
from services.gateway.pages.calendars import Appointment, calendar
from services.gateway.pages.formats import JAKARTA
from services.gateway.pages.mistakes import Mistakes
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing, Talk
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import values_of

MOST_FIELDS = 12
MOST_TALKS = 200
FIELDS = {
    "title": "judul",
    "title_en": "judul_en",
    "starts": "mulai",
    "ends": "selesai",
    "place": "tempat",
    "link": "tautan",
    "speaker": "pembicara",
}

router = page_router()


@page(router, "programme")
async def programme(visit: Visiting) -> Response:
    return await _list(visit, Typed({}))


async def _list(visit: Visit, typed: Typed, refusal: Refusal | None = None) -> Response:
    mistakes = Mistakes.of(refusal, FIELDS)
    return render(
        visit,
        "programme.html",
        mistakes.status,
        talks=await _talks(visit),
        moment=now(),
        typed=typed,
        talk=None,
        mistakes=mistakes,
    )


async def _talks(visit: Visit) -> list[Talk]:
    """All of an edition, which has no more than one page of them."""
    found = await visit.ask_edition(Listing[Talk], "catalogue", "programme", limit=MOST_TALKS)
    return found.items


@page(router, "programme", "POST")
async def announce(visit: Visiting, request: Request) -> Response:
    """The office puts a talk into the programme."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    try:
        await _tell(visit, "programme", _said(typed))
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        return await _list(visit, typed, refusal)
    return RedirectResponse(visit.link("programme"), 303)


@page(router, "talk")
async def change(visit: Visiting, code: Code) -> Response:
    """The form in which the office changes a talk."""
    visit.caller.must_be("organiser")
    return await _form(visit, code, Typed({}))


@page(router, "talk", "POST")
async def revise(visit: Visiting, request: Request, code: Code) -> Response:
    """Change a talk from the version that was seen, or take it out of the programme."""
    visit.caller.must_be("organiser")
    typed = Typed(await values_of(request, MOST_FIELDS))
    path, seen = f"programme/{code}", typed.text("versi")
    try:
        if typed.text("tindakan") == "hapus":
            await _tell(visit, path, None, "DELETE", seen)
        else:
            await _tell(visit, path, _said(typed), "PUT", seen)
    except Refusal as refusal:
        if refusal.status not in (412, 422):
            raise
        return await _form(visit, code, typed, refusal)
    return RedirectResponse(visit.link("programme"), 303)


async def _form(visit: Visit, code: str, typed: Typed, refusal: Refusal | None = None) -> Response:
    mistakes = Mistakes.of(refusal, FIELDS)
    kept = await visit.ask_edition(Talk, "catalogue", f"programme/{code}")
    return render(
        visit,
        "talk.html",
        mistakes.status,
        talk=kept,
        typed=typed,
        mistakes=mistakes,
    )


def _said(typed: Typed) -> dict[str, Any]:
    return {
        **{name: typed.text(field) for name, field in FIELDS.items()},
        "starts": _moment(typed, "mulai", "Mulai"),
        "ends": _moment(typed, "selesai", "Selesai"),
    }


def _moment(typed: Typed, name: str, label: str) -> str:
    """A time of the day of the talk, in Central Java. Raises Invalid when one is missing."""
    day, clock = typed.day("hari", "Hari"), typed.clock(name, label)
    if day is None or clock is None:
        raise Invalid(
            "Isi hari, jam mulai, dan jam selesai.",
            "Fill in the day, when it starts and when it ends.",
            code="no-time",
        )
    return datetime.combine(day, clock, JAKARTA).isoformat()


async def _tell(
    visit: Visit, path: str, said: object, method: str = "POST", seen: str = ""
) -> None:
    target = f"/v1/editions/{visit.edition.id}/{path}"
    body = None if said is None else orjson.dumps(said)
    await visit.send("catalogue", target, body, method, seen)


@page(router, "programme-calendar")
async def whole_calendar(visit: Visiting) -> Response:
    return _calendar(visit, await _talks(visit), visit.edition.id)


@page(router, "talk-calendar")
async def one_talk(visit: Visiting, code: Code) -> Response:
    found = [talk for talk in await _talks(visit) if talk.id == code]
    if not found:
        raise NotFound("Acara ini tidak ada.", "There is no such talk.", code="no-talk")
    return _calendar(visit, found, code)


def _calendar(visit: Visit, talks: list[Talk], name: str) -> Response:
    host = visit.request.url.hostname or "pendopo.invalid"
    english = visit.language.code == "en"
    text = calendar([_appointment(talk, host, english) for talk in talks], now())
    headers = {"content-disposition": f'attachment; filename="{name}.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


def _appointment(talk: Talk, host: str, english: bool) -> Appointment:
    return Appointment(
        uid=f"{talk.id}@{host}",
        version=talk.version,
        starts=talk.starts,
        ends=talk.ends,
        title=(talk.title_en if english else "") or talk.title,
        place=talk.place or talk.link,
        link=talk.link,
        about=talk.speaker,
    )
