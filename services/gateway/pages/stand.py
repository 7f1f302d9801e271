"""Stands: their sign with a QR code, what it opens, and the scanner for visitors' badges."""

from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from kernel.clock import now
from kernel.service import provided
from services.gateway.assets import assets
from services.gateway.badges.qr import drawn, of_stand, stand_address
from services.gateway.checkins.stands import StandAnswer, StandBatch, StandScan, StandScans
from services.gateway.pages.rendering import render
from services.gateway.pages.route import Code, page, page_router
from services.gateway.pages.scanning import manifest, scanning
from services.gateway.pages.views import Exhibitor
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.settings import GatewaySettings

router = page_router()


@page(router, "stand-scan")
async def scanner(visit: Visiting) -> Response:
    visit.caller.must_be("exhibitor")
    return _shown(visit)


def _shown(visit: Visit, answer: StandAnswer | None = None) -> Response:
    return scanning(render(visit, "stand_scan.html", answer=answer), keeps=answer is None)


@page(router, "stand-scan", "POST")
async def scan(
    visit: Visiting, request: Request, stands: Annotated[StandScans, provided(StandScans)]
) -> Response:
    """A code that was typed where there is no JavaScript."""
    visit.caller.must_be("exhibitor")
    moment = now()
    typed = (await fields(request)).get("kode", "")[:40]
    scanned = StandScan(badge=typed, sequence=round(moment.timestamp() * 1000), scanned_at=moment)
    batch = StandBatch(
        device=f"page-{visit.caller.session}",
        party=visit.caller.party,
        sent_at=moment,
        scans=(scanned,),
    )
    token = visit.visitor.token
    [answer] = await stands.take(visit.edition.id, batch, visit.caller, token)
    return _shown(visit, answer)


@page(router, "stand-app")
async def app(visit: Visiting) -> Response:
    name = "Pendopo · Stand" if visit.language.code == "en" else "Pendopo · Stan"
    return manifest(visit.language, "stand-scan", name, assets()["pendopo.svg"].address)


@page(router, "stand-sign")
async def sign(visit: Visiting) -> Response:
    """What an exhibitor prints and puts on its stand."""
    visit.caller.must_be("exhibitor")
    own = await visit.ask_edition(Exhibitor, "catalogue", f"exhibitors/{visit.party_code}")
    qr, address = stand_qr(visit, own.code)
    return render(visit, "stand_sign.html", exhibitor=own, qr=qr, address=address)


def stand_qr(visit: Visit, code: str) -> tuple[Markup, str]:
    """The QR code of an exhibitor's stand as a drawing, and the address that it holds."""
    settings = visit.request.app.state.provided[GatewaySettings]
    place = (str(settings.public_url), visit.edition.id, code)
    return Markup(drawn(of_stand(*place))), stand_address(*place)  # noqa: S704 our own drawing


signs = page_router()


@signs.get("/S/{edition}/{code}")
async def open_sign(visit: Visiting, edition: Code, code: Code) -> Response:
    """What the QR code of a stand opens: the exhibitor's page, the same as online."""
    address = visit.language.path("exhibitor", code=code)
    return RedirectResponse(f"{address}?edisi={edition.lower()}", 303)
