"""The hand-off to WhatsApp: who is signed in gets a link with a text that is written already."""

from datetime import datetime
from typing import Annotated

from fastapi import Query, Request, Response

from contracts.consents import current_consent
from kernel.problems import Forbidden, NotFound
from services.gateway.pages.rendering import render
from services.gateway.pages.route import CODE, Code, page, page_router
from services.gateway.pages.views import Exhibitor, Product, View
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.requests import fields
from services.gateway.settings import GatewaySettings
from services.gateway.upstreams import ServiceAway, ServiceSlow

ASKING = ("buyer", "broker", "visitor")

router = page_router()


class Offered(View):
    """Whether an exhibitor can be written to."""

    offered: bool


class Handed(View):
    """The number that somebody may write to."""

    number: str


class OwnNumber(View):
    """The number that one's own exhibitor gives."""

    number: str
    agreed_at: datetime


async def can_write(visit: Visit, code: str) -> bool:
    """Whether the visitor may ask for this exhibitor's number; not while that cannot be known."""
    if visit.caller.role not in ASKING:
        return False
    try:
        return (await visit.ask_edition(Offered, "matching", f"whatsapp/{code}/offer")).offered
    except (ServiceAway, ServiceSlow, Forbidden):
        return False


async def own_number(visit: Visit) -> OwnNumber | None:
    """The number of the exhibitor that the visitor acts for."""
    try:
        return await visit.ask_edition(OwnNumber, "matching", f"whatsapp/{visit.party_code}")
    except (NotFound, ServiceAway, ServiceSlow):
        return None


@page(router, "whatsapp")
async def start(
    visit: Visiting, code: Code, produk: Annotated[str, Query(pattern=f"{CODE}|^$")] = ""
) -> Response:
    """What the exhibitor will learn, to be agreed to before its number is shown."""
    visit.caller.must_be(*ASKING)
    return await _show(visit, code, produk, "")


@page(router, "whatsapp", "POST")
async def hand_over(visit: Visiting, code: Code, request: Request) -> Response:
    """The number, once the exhibitor's leads and the visitor's receipts remember the hand-off."""
    visit.caller.must_be(*ASKING)
    consent = {"text_version": current_consent("whatsapp").version}
    product = (await fields(request)).get("produk", "")
    answer = await visit.send_edition(f"whatsapp/{code}/handoffs", {"consent": consent})
    return await _show(visit, code, product, Handed.model_validate(answer).number)


async def _show(visit: Visit, code: str, product_code: str, number: str) -> Response:
    settings = visit.request.app.state.provided[GatewaySettings]
    about = await _about(visit, product_code)
    place = visit.link("product", code=about.code) if about else visit.link("exhibitor", code=code)
    return render(
        visit,
        "whatsapp.html",
        exhibitor=await visit.ask_edition(Exhibitor, "catalogue", f"exhibitors/{code}"),
        product=about,
        number=number,
        address=f"{str(settings.public_url).rstrip('/')}{place}",
        consent=current_consent("whatsapp"),
    )


async def _about(visit: Visit, code: str) -> Product | None:
    """The product that is written about, if any."""
    if not code:
        return None
    return await visit.ask_edition(Product, "catalogue", f"products/{code}")
