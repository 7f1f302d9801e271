"""Coming in by a letter: accept an invitation and choose a password."""

from typing import Annotated, get_args

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.accounts.actions import Guests
from services.gateway.model import LanguageCode
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.signing_in import first_page, signed_in
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.sessions import SignIns

Key = Annotated[str, Query(max_length=200)]
Door = Annotated[Guests, provided(Guests)]

router = page_router()


@page(router, "invitation")
async def invitation(visit: Visiting, door: Door, kunci: Key = "") -> Response:
    """Who is asked in; looking does not use the link up."""
    guest = await door.guest(kunci, "invitation")
    return _ask(visit, kunci, guest.email, {"nama": guest.name, "bahasa": guest.language})


@page(router, "invitation", "POST")
async def come_in(
    visit: Visiting,
    request: Request,
    door: Door,
    sign_ins: Annotated[SignIns, provided(SignIns)],
) -> Response:
    form = await fields(request)
    key = form.get("kunci", "")
    guest = await door.guest(key, "invitation")
    try:
        name, language = _who(form)
        account = await door.come_in(key, name, language, form.get("password", ""))
    except Invalid as refusal:
        return _ask(visit, key, guest.email, form, refusal)
    onward = RedirectResponse(first_page(visit, account), 303)
    return signed_in(onward, await sign_ins.open(account), request)


def _who(form: dict[str, str]) -> tuple[str, LanguageCode]:
    name, language = form.get("nama", "").strip(), form.get("bahasa", "")
    for code in get_args(LanguageCode):
        if language == code and 0 < len(name) <= 120:
            return name, code
    raise Invalid("Isi nama Anda dan pilih bahasa.", "Give your name and choose a language.")


def _ask(
    visit: Visit, key: str, email: str, form: dict[str, str], refusal: Refusal | None = None
) -> Response:
    status = refusal.status if refusal else 200
    return render(
        visit, "invitation.html", status, key=key, email=email, form=form, refusal=refusal
    )
