"""How pages look in a browser: light, dark or as the device says."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.gateway.cookies import THEMES, Cookies
from services.gateway.pages.route import page, page_router
from services.gateway.pages.signing_in import safe
from services.gateway.pages.visit import Visiting
from services.gateway.requests import fields

router = page_router()


@page(router, "theme", "POST")
async def choose_theme(visit: Visiting, request: Request) -> Response:
    """Keep the theme that was chosen, and come back."""
    form = await fields(request)
    chosen = form.get("tema", "")
    response = RedirectResponse(safe(form.get("lanjut", "")) or visit.link("hall"), 303)
    cookies: Cookies = request.app.state.provided[Cookies]
    cookies.keep_theme(response, chosen if chosen in THEMES else "")
    return response
