"""An assistant chooses for whom to act; every page says for whom that is."""

from typing import Annotated, get_args

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from kernel.service import provided
from services.gateway.model import Role
from services.gateway.pages.route import page, page_router
from services.gateway.pages.signing_in import safe
from services.gateway.pages.visit import Visiting
from services.gateway.requests import fields
from services.gateway.sessions.actions import SignIns

router = page_router()


@page(router, "acting", "POST")
async def act_for(
    visit: Visiting, request: Request, sign_ins: Annotated[SignIns, provided(SignIns)]
) -> Response:
    visit.caller.must_be(*get_args(Role))
    form = await fields(request)
    await sign_ins.act_for(visit.caller, form.get("pihak", ""))
    return RedirectResponse(safe(form.get("lanjut", "")) or visit.link("opportunities"), 303)
