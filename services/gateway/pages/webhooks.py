"""The office's pages of webhooks: register a partner's address, try it, see how it fares."""

import asyncio
import re
from typing import Annotated

import orjson
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from contracts.webhooks import PUBLIC_FACTS
from kernel.clock import now
from kernel.problems import Invalid, Refusal
from services.gateway.pages.rendering import render
from services.gateway.pages.route import CODE, Code, page, page_router
from services.gateway.pages.typed import Typed
from services.gateway.pages.views import Listing
from services.gateway.pages.visit import Visit, Visiting
from services.gateway.pages.webhook_views import Delivery, Webhook
from services.gateway.requests import values_of

OFFICE = ("organiser", "ops")
DELIVERIES = 25
MOST_FIELDS = 20
ACTS = {"uji": "tests", "aktifkan": "activation"}

router = page_router()


@page(router, "webhooks")
async def webhooks(visit: Visiting) -> Response:
    visit.caller.must_be(*OFFICE)
    return await _list(visit)


@page(router, "webhooks", "POST")
async def register(visit: Visiting, request: Request) -> Response:
    """Register an address; its secret is shown in the answer and never again."""
    visit.caller.must_be(*OFFICE)
    typed = Typed(await values_of(request, MOST_FIELDS))
    form = {
        "name": typed.text("nama"),
        "address": typed.text("alamat"),
        "facts": typed.chosen("fakta"),
    }
    try:
        made = await visit.send("notifications", "/v1/webhooks", orjson.dumps(form))
    except Refusal as refusal:
        return await _list(visit, refusal=_in_words(refusal), typed=typed)
    return _one(visit, Webhook.model_validate(made), Listing[Delivery](items=[]))


@page(router, "webhook")
async def webhook(
    visit: Visiting, code: Code, setelah: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    visit.caller.must_be(*OFFICE)
    path = f"/v1/webhooks/{code}"
    found, deliveries = await asyncio.gather(
        visit.ask(Webhook, "notifications", path),
        visit.ask(
            Listing[Delivery],
            "notifications",
            f"{path}/deliveries",
            after=setelah or None,
            limit=DELIVERIES,
        ),
    )
    return _one(visit, found, deliveries)


@page(router, "webhook-act", "POST")
async def act(visit: Visiting, code: Code, request: Request) -> Response:
    """Try an address, send again, give it a new secret, enable it, or end it."""
    visit.caller.must_be(*OFFICE)
    typed, path = Typed(await values_of(request, MOST_FIELDS)), f"/v1/webhooks/{code}"
    match typed.text("tindakan"):
        case "hapus":
            await visit.send("notifications", path, method="DELETE")
            return RedirectResponse(visit.link("webhooks"), 303)
        case "rahasia":
            changed = await visit.send("notifications", f"{path}/rotation")
            return _one(visit, Webhook.model_validate(changed), Listing[Delivery](items=[]))
        case "ulang":
            message = _message(typed)
            await visit.send("notifications", f"{path}/deliveries/{message}/repetition")
        case act if act in ACTS:
            await visit.send("notifications", f"{path}/{ACTS[act]}")
        case _:
            raise Invalid("Pilih tindakan yang ada.", "Choose one of the actions.")
    return RedirectResponse(visit.link("webhook", code=code), 303)


def _message(typed: Typed) -> str:
    """The message that is to be sent again; it goes into an address as it is."""
    message = typed.text("pesan")
    if re.fullmatch(CODE, message) is None:
        raise Invalid("Pesan ini tidak ada.", "There is no such message.")
    return message


def _in_words(refusal: Refusal) -> Refusal:
    """What is amiss in the form, for a person who has never seen a field's name."""
    if refusal.code != "invalid":
        return refusal
    return Invalid(
        "Isi nama mitra dan alamatnya, dan pilih sedikitnya satu kabar.",
        "Fill in the partner's name and address, and choose at least one kind of news.",
    )


async def _list(
    visit: Visit, refusal: Refusal | None = None, typed: Typed | None = None
) -> Response:
    found = await visit.ask(Listing[Webhook], "notifications", "/v1/webhooks")
    return render(
        visit,
        "webhooks.html",
        refusal.status if refusal else 200,
        webhooks=found.items,
        facts=PUBLIC_FACTS,
        refusal=refusal,
        typed=typed or Typed({}),
    )


def _one(visit: Visit, found: Webhook, deliveries: Listing[Delivery]) -> Response:
    return render(visit, "webhook.html", webhook=found, deliveries=deliveries, moment_now=now())
