"""One's own account: password, language of letters, and where one is signed in."""

from typing import Annotated, get_args

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from kernel.mongo import Mongo
from kernel.problems import Invalid, Refusal
from kernel.service import provided
from services.gateway import actions
from services.gateway.accounts.credentials import Credentials
from services.gateway.accounts.model import WrongPassword
from services.gateway.model import LanguageCode, Role
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.sessions.actions import SignIns
from services.gateway.store import Accounts
from services.gateway.throttling.model import TooManyTries
from services.gateway.throttling.origins import Coming

Known = Annotated[Accounts, provided(Accounts)]
Open = Annotated[SignIns, provided(SignIns)]

router = page_router()


@page(router, "account")
async def own_account(
    visit: Visiting,
    accounts: Known,
    sign_ins: Open,
    kabar: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return await _shown(visit, accounts, sign_ins, told=kabar)


@page(router, "own-password", "POST")
async def change_password(
    visit: Visiting,
    request: Request,
    accounts: Known,
    sign_ins: Open,
    coming: Coming,
    proofs: Annotated[Credentials, provided(Credentials)],
) -> Response:
    visit.caller.must_be(*get_args(Role))
    form = await fields(request)
    try:
        await proofs.change(visit.caller, form.get("lama", ""), form.get("password", ""), coming)
    except (Invalid, WrongPassword, TooManyTries) as refusal:
        return await _shown(visit, accounts, sign_ins, refusal)
    return _back(visit, "sandi")


@page(router, "own-language", "POST")
async def choose_language(
    visit: Visiting, request: Request, accounts: Known, mongo: Annotated[Mongo, provided(Mongo)]
) -> Response:
    visit.caller.must_be(*get_args(Role))
    wanted = (await fields(request)).get("bahasa")
    for code in get_args(LanguageCode):
        if wanted == code:
            await actions.choose_language(visit.caller.account, code, accounts, mongo)
            return _back(visit, "bahasa")
    raise Invalid("Bahasa surat ini tidak ada.", "There is no such language of letters.")


@page(router, "own-session", "POST")
async def end_session(visit: Visiting, code: Code, sign_ins: Open) -> Response:
    visit.caller.must_be(*get_args(Role))
    await sign_ins.end(visit.caller.account, code)
    return _back(visit, "sesi")


@page(router, "own-sessions", "POST")
async def end_other_sessions(visit: Visiting, sign_ins: Open) -> Response:
    visit.caller.must_be(*get_args(Role))
    await sign_ins.end_all(visit.caller.account, but=visit.caller.session)
    return _back(visit, "sesi")


def _back(visit: Visit, told: str) -> Response:
    return RedirectResponse(visit.link("account", {"kabar": told}), 303)


async def _shown(
    visit: Visit,
    accounts: Accounts,
    sign_ins: SignIns,
    refusal: Refusal | None = None,
    told: str = "",
) -> Response:
    visit.caller.must_be(*get_args(Role))
    return render(
        visit,
        "own_account.html",
        refusal.status if refusal else 200,
        account=await accounts.get(visit.caller.account),
        sessions=await sign_ins.of(visit.caller.account),
        refusal=refusal,
        told=told,
    )
