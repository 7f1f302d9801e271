"""Coming in by a letter: accept an invitation, or choose another password."""

from typing import Annotated, get_args

from fastapi import Query, Request, Response

from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.accounts.actions import Guests
from services.gateway.accounts.credentials import Credentials
from services.gateway.letters.opening import Opening
from services.gateway.model import LanguageCode
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.signing_in import first_page, let_in
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields

Key = Annotated[str, Query(max_length=200)]
Links = Annotated[Opening, provided(Opening)]

router = page_router()


@page(router, "invitation")
async def invitation(visit: Visiting, links: Links, kunci: Key = "") -> Response:
    """Who is asked in; looking does not use the link up."""
    guest = await links.reader(kunci, "invitation")
    return _ask(visit, kunci, guest.email, {"nama": guest.name, "bahasa": guest.language})


@page(router, "invitation", "POST")
async def come_in(
    visit: Visiting, request: Request, links: Links, door: Annotated[Guests, provided(Guests)]
) -> Response:
    form = await fields(request)
    key = form.get("kunci", "")
    guest = await links.reader(key, "invitation")
    try:
        name, language = _who(form)
        account = await door.come_in(key, name, language, form.get("password", ""))
    except Invalid as refusal:
        return _ask(visit, key, guest.email, form, refusal)
    return await let_in(request, account, first_page(visit, account))


@page(router, "new-password")
async def new_password(visit: Visiting, links: Links, kunci: Key = "") -> Response:
    """Whose password it is; looking does not use the link up."""
    reader = await links.reader(kunci, "reset")
    return render(visit, "new_password.html", key=kunci, email=reader.email, refusal=None)


@page(router, "new-password", "POST")
async def reset(
    visit: Visiting,
    request: Request,
    links: Links,
    proofs: Annotated[Credentials, provided(Credentials)],
) -> Response:
    form = await fields(request)
    key = form.get("kunci", "")
    reader = await links.reader(key, "reset")
    try:
        account = await proofs.reset(key, form.get("password", ""))
    except Invalid as refusal:
        return render(
            visit,
            "new_password.html",
            refusal.status,
            key=key,
            email=reader.email,
            refusal=refusal,
        )
    return await let_in(request, account, first_page(visit, account))


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
