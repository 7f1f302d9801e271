"""Registration before the expo, and the badge that it brings."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from pydantic import ValidationError

from contracts.consents import consent_text, current_consent
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway.badges.actions import Registry, owner_of
from services.gateway.badges.api import no_consent
from services.gateway.badges.codes import shown
from services.gateway.badges.model import Registration, RegistrationForm, new_key
from services.gateway.badges.qr import drawn, of_badge
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.privacy.actions import Rights
from services.gateway.requests import fields
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.origins import Coming

Book = Annotated[Registry, provided(Registry)]
News = Annotated[str, Query(max_length=20)]

router = page_router()


@page(router, "register")
async def form(visit: Visiting, registry: Book) -> Response:
    """The form, or the badge of an account that has registered."""
    own = await registry.own(visit.edition.id, visit.caller)
    if own is not None:
        return RedirectResponse(visit.link("own-badge"), 303)
    return _form(visit, {"kunci": new_key()})


def _form(visit: Visit, typed: dict[str, str], refusal: Refusal | None = None) -> Response:
    status = refusal.status if refusal else 200
    consent = current_consent("registration")
    return render(visit, "registration.html", status, form=typed, refusal=refusal, consent=consent)


@page(router, "register", "POST")
async def register(
    visit: Visiting,
    request: Request,
    registry: Book,
    coming: Coming,
    throttle: Annotated[Throttle, provided(Throttle)],
) -> Response:
    typed = await fields(request)
    await throttle.expect_few("registration", coming)
    try:
        if not typed.get("setuju"):
            raise no_consent()
        said, owner = _said(typed), owner_of(visit.caller)
        _, key = await registry.register(visit.edition.id, said, owner, typed.get("kunci", ""))
    except Invalid as refusal:
        return _form(visit, typed, refusal)
    if visit.caller.is_known:
        return RedirectResponse(visit.link("own-badge", {"kabar": "baru"}), 303)
    return RedirectResponse(visit.link("badge", {"kabar": "baru"}, code=key), 303)


def _said(typed: dict[str, str]) -> RegistrationForm:
    """What the form says. Raises Invalid."""
    try:
        return RegistrationForm.model_validate(
            {
                "name": typed.get("nama", ""),
                "email": typed.get("surel", "").strip() or None,
                "organisation": typed.get("lembaga", ""),
                "consent_version": current_consent("registration").version,
                "shares_name": bool(typed.get("bagikan")),
            }
        )
    except ValidationError as error:
        raise Invalid(
            "Isi nama Anda, dan bila memberi surel, tulis alamatnya lengkap.",
            "Fill in your name and, if you give an e-mail address, the whole of it.",
        ) from error


@page(router, "own-badge")
async def own_badge(visit: Visiting, registry: Book, kabar: News = "") -> Response:
    own = await registry.own(visit.edition.id, visit.caller)
    if own is None:
        return RedirectResponse(visit.link("register"), 303)
    return badge_page(visit, own, visit.link("own-badge"), kabar)


@page(router, "own-badge", "POST")
async def change_own(visit: Visiting, registry: Book) -> Response:
    """Another badge for who is signed in."""
    own = await registry.own(visit.edition.id, visit.caller)
    if own is not None:
        await registry.reissue(own)
    return RedirectResponse(visit.link("own-badge", {"kabar": "ganti"}), 303)


@page(router, "badge")
async def badge(visit: Visiting, code: Code, registry: Book, kabar: News = "") -> Response:
    """The badge of whoever holds the key in the address."""
    found = await registry.with_key(code)
    return badge_page(visit, found, visit.link("badge", code=code), kabar)


@page(router, "badge", "POST")
async def change(
    visit: Visiting,
    request: Request,
    code: Code,
    registry: Book,
    rights: Annotated[Rights, provided(Rights)],
) -> Response:
    """Another badge for whoever holds the key, the same as an account's, or the end of it all."""
    found = await registry.with_key(code)
    typed = await fields(request)
    if typed.get("tindakan") == "hapus" and typed.get("yakin"):
        erasure = await rights.erase_registration(found)
        return RedirectResponse(visit.link("erasure", code=erasure.id), 303)
    if typed.get("tindakan") == "hapus":
        return badge_page(visit, found, visit.link("badge", code=code), "yakin")
    if typed.get("tindakan") == "akun" and visit.caller.is_known:
        await registry.bind(found, visit.caller)
        return RedirectResponse(visit.link("badge", {"kabar": "milik"}, code=code), 303)
    await registry.reissue(found)
    return RedirectResponse(visit.link("badge", {"kabar": "ganti"}, code=code), 303)


def badge_page(visit: Visit, found: Registration, address: str, told: str) -> Response:
    """A badge, on a screen and on paper."""
    return render(
        visit,
        "badge.html",
        registration=found,
        code=shown(found.badge),
        qr=Markup(drawn(of_badge(found.badge))) if found.badge else "",  # noqa: S704 our own drawing
        address=address,
        told=told,
        consent=consent_text("registration", found.consent_version),
    )
