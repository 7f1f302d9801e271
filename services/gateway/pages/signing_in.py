"""Signing in and out: a cookie with a secret that means nothing to anybody else."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.service import provided
from services.gateway import actions
from services.gateway.api import COOKIE
from services.gateway.model import Account, SignInRefused
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.passwords import Passwords
from services.gateway.requests import fields
from services.gateway.sessions import SESSION_LIFE, SignIns
from services.gateway.store import Accounts

FIRST_PAGE = {"buyer": "demands", "broker": "demands", "exhibitor": "opportunities"}

router = page_router()


@page(router, "sign-in")
async def ask_who(visit: Visiting, lanjut: Annotated[str, Query(max_length=500)] = "") -> Response:
    return render(visit, "sign_in.html", email="", onward=_safe(lanjut), refusal=None)


@page(router, "sign-in", "POST")
async def sign_in(
    visit: Visiting,
    request: Request,
    accounts: Annotated[Accounts, provided(Accounts)],
    passwords: Annotated[Passwords, provided(Passwords)],
    sign_ins: Annotated[SignIns, provided(SignIns)],
) -> Response:
    form = await fields(request)
    email, onward = form.get("email", "").strip(), _safe(form.get("lanjut", ""))
    try:
        account = await actions.sign_in(email, form.get("password", ""), accounts, passwords)
    except SignInRefused as refusal:
        return render(
            visit, "sign_in.html", refusal.status, email=email, onward=onward, refusal=refusal
        )
    response = RedirectResponse(onward or first_page(visit, account), 303)
    return signed_in(response, await sign_ins.open(account), request)


@page(router, "sign-out", "POST")
async def sign_out(
    visit: Visiting, request: Request, sign_ins: Annotated[SignIns, provided(SignIns)]
) -> Response:
    await sign_ins.close(request.cookies.get(COOKIE, ""))
    response = RedirectResponse(visit.link("hall"), 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


def _safe(onward: str) -> str:
    """A page of ours to go on to; anything else is dropped."""
    ours = onward.startswith("/") and not onward.startswith("//") and "\\" not in onward
    return onward if ours and onward.isprintable() else ""


def signed_in(response: Response, secret: str, request: Request) -> Response:
    """The answer with which a session begins."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LIFE.total_seconds()),
        secure=_is_encrypted(request),
        httponly=True,
        samesite="lax",
    )
    return response


def first_page(visit: Visit, account: Account) -> str:
    """Where somebody who has just come in goes on."""
    return visit.link(FIRST_PAGE.get(account.role, "hall"))


def _is_encrypted(request: Request) -> bool:
    """Whether the browser speaks TLS, to us or to the proxy before us."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
