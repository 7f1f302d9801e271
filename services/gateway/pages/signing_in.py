"""Signing in and out: by password, or by a letter; a cookie stands for the session."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.service import provided
from services.gateway.accounts.credentials import Credentials
from services.gateway.cookies import Cookies
from services.gateway.letters.model import Purpose
from services.gateway.letters.opening import Opening
from services.gateway.letters.writing import Letters
from services.gateway.model import Account, SignInRefused
from services.gateway.pages.rendering import render
from services.gateway.pages.route import page, page_router, when_to_try_again
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.sessions.actions import SignIns
from services.gateway.sessions.model import LIFE
from services.gateway.throttling.actions import Throttle
from services.gateway.throttling.marks import Marks
from services.gateway.throttling.model import TooManyTries
from services.gateway.throttling.origins import Coming

FIRST_PAGE = {"buyer": "demands", "broker": "demands", "exhibitor": "opportunities"}

Proofs = Annotated[Credentials, provided(Credentials)]
Key = Annotated[str, Query(max_length=200)]

router = page_router()


@page(router, "sign-in")
async def ask_who(visit: Visiting, lanjut: Annotated[str, Query(max_length=500)] = "") -> Response:
    return render(visit, "sign_in.html", email="", onward=safe(lanjut), refusal=None)


@page(router, "sign-in", "POST")
async def sign_in(visit: Visiting, request: Request, coming: Coming, proofs: Proofs) -> Response:
    form = await fields(request)
    email, onward = form.get("email", "").strip(), safe(form.get("lanjut", ""))
    try:
        account = await proofs.by_password(email, form.get("password", ""), coming)
    except (SignInRefused, TooManyTries) as refusal:
        response = render(
            visit, "sign_in.html", refusal.status, email=email, onward=onward, refusal=refusal
        )
        response.headers.update(when_to_try_again(refusal))
        return response
    return await let_in(request, account, onward or first_page(visit, account))


@page(router, "sign-out", "POST")
async def sign_out(
    visit: Visiting,
    request: Request,
    sign_ins: Annotated[SignIns, provided(SignIns)],
    cookies: Annotated[Cookies, provided(Cookies)],
) -> Response:
    await sign_ins.close(cookies.session(request.cookies))
    response = RedirectResponse(visit.link("hall"), 303)
    cookies.drop_session(response)
    return response


@page(router, "forgotten")
async def forgotten(visit: Visiting) -> Response:
    return render(visit, "forgotten.html", sent=False)


@page(router, "forgotten", "POST")
async def send_letter(
    visit: Visiting,
    request: Request,
    coming: Coming,
    letters: Annotated[Letters, provided(Letters)],
    throttle: Annotated[Throttle, provided(Throttle)],
) -> Response:
    """The same page whether or not anybody has the address."""
    form = await fields(request)
    await throttle.expect_few_letters(form.get("email", ""), coming)
    purpose: Purpose = "reset" if form.get("untuk") == "kata-sandi" else "sign-in"
    await letters.want_at(form.get("email", "")[:254], purpose)
    return render(visit, "forgotten.html", sent=True)


@page(router, "sign-in-link")
async def ask_whether(
    visit: Visiting, opening: Annotated[Opening, provided(Opening)], kunci: Key = ""
) -> Response:
    """A button, so that programs that only look at links sign nobody in."""
    reader = await opening.reader(kunci, "sign-in")
    return render(visit, "sign_in_link.html", key=kunci, email=reader.email)


@page(router, "sign-in-link", "POST")
async def sign_in_by_link(visit: Visiting, request: Request, proofs: Proofs) -> Response:
    form = await fields(request)
    account = await proofs.by_link(form.get("kunci", ""))
    return await let_in(request, account, first_page(visit, account))


async def let_in(request: Request, account: Account, onward: str) -> Response:
    """Begin a session and go on."""
    provided = request.app.state.provided
    sign_ins: SignIns = provided[SignIns]
    cookies: Cookies = provided[Cookies]
    throttle: Throttle = provided[Throttle]
    response = RedirectResponse(onward, 303)
    secret = await sign_ins.open(account, request.headers.get("user-agent", ""))
    marks: Marks = provided[Marks]
    device = cookies.device(request.cookies)
    if not marks.is_ours(device):
        device = marks.new()
    await throttle.remember(account.email, device)
    cookies.keep_device(response, device)
    cookies.keep_session(response, secret, int(LIFE["pages"].total_seconds()))
    return response


def first_page(visit: Visit, account: Account) -> str:
    """Where somebody who has just come in goes on."""
    return visit.link(FIRST_PAGE.get(account.role, "hall"))


def safe(onward: str) -> str:
    """A page of ours to go on to; anything else is dropped."""
    ours = onward.startswith("/") and not onward.startswith("//") and "\\" not in onward
    return onward if ours and onward.isprintable() else ""
