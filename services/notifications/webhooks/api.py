"""The HTTP door: the office registers partners' addresses, tries them and sees how they fare."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel

from contracts.webhooks import PublicFact
from kernel.callers import Asking, Caller
from kernel.pages import After, Limit, Page, cursor, read_cursor
from kernel.service import provided
from services.notifications.webhooks.actions import OFFICE, Subscriptions
from services.notifications.webhooks.delivery import Delivery, State
from services.notifications.webhooks.model import (
    Attempt,
    Cause,
    Standing,
    Webhook,
    WebhookForm,
)
from services.notifications.webhooks.store import Outgoing, Webhooks


async def _office(caller: Asking) -> Caller:
    caller.must_be(*OFFICE)
    return caller


Office = Annotated[Caller, Depends(_office)]
Verbs = Annotated[Subscriptions, provided(Subscriptions)]
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")]

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])


class WebhookShown(BaseModel):
    """A webhook; its secrets cannot be read again. `old_secret_until`: while two sign."""

    id: str
    name: str
    address: str
    facts: tuple[PublicFact, ...]
    standing: Standing
    cause: Cause
    failures: int
    made_at: datetime
    old_secret_until: datetime | None

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookShown":
        told = webhook.model_dump(include=set(cls.model_fields))
        return cls(old_secret_until=webhook.secrets[-1].ends_at, **told)


class WebhookMade(WebhookShown):
    """A webhook with its newest secret, shown this once."""

    secret: str

    @classmethod
    def of(cls, webhook: Webhook) -> "WebhookMade":
        shown = WebhookShown.of(webhook).model_dump()
        return cls(secret=webhook.secrets[0].text, **shown)


class DeliveryShown(BaseModel):
    """A message to a webhook and the last attempts; `message` is its `webhook-id`."""

    message: str
    type: str
    state: State
    attempts: int
    asked_at: datetime
    next_at: datetime | None
    log: tuple[Attempt, ...]

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryShown":
        told = delivery.model_dump(include=set(cls.model_fields))
        waits = delivery.state == "waiting"
        return cls(**told | {"next_at": delivery.next_at if waits else None})


@router.post("", status_code=201)
async def register_webhook(form: WebhookForm, caller: Office, verbs: Verbs) -> WebhookMade:
    """Let an address be told facts from now on."""
    return WebhookMade.of(await verbs.register(form, caller))


@router.get("")
async def list_webhooks(
    _caller: Office, webhooks: Annotated[Webhooks, provided(Webhooks)]
) -> Page[WebhookShown]:
    """All webhooks, the last registered first."""
    return Page(items=[WebhookShown.of(webhook) for webhook in await webhooks.all()])


@router.get("/{webhook_id}")
async def show_webhook(
    webhook_id: Id, _caller: Office, webhooks: Annotated[Webhooks, provided(Webhooks)]
) -> WebhookShown:
    """One webhook."""
    return WebhookShown.of(await webhooks.get(webhook_id))


@router.delete("/{webhook_id}", status_code=204)
async def remove_webhook(webhook_id: Id, caller: Office, verbs: Verbs) -> None:
    """Send nothing more to an address."""
    await verbs.remove(webhook_id, caller)


@router.post("/{webhook_id}/rotation")
async def rotate_secret(webhook_id: Id, caller: Office, verbs: Verbs) -> WebhookMade:
    """Sign with a new secret; the one before signs beside it for another day."""
    return WebhookMade.of(await verbs.rotate(webhook_id, caller))


@router.post("/{webhook_id}/activation")
async def activate_webhook(webhook_id: Id, _caller: Office, verbs: Verbs) -> WebhookShown:
    """Try an address again that was given up, with what waits for it."""
    return WebhookShown.of(await verbs.activate(webhook_id))


@router.post("/{webhook_id}/tests", status_code=202)
async def try_webhook(webhook_id: Id, _caller: Office, verbs: Verbs) -> DeliveryShown:
    """Send something that tells of nothing, to try the address out."""
    return DeliveryShown.of(await verbs.try_out(webhook_id))


@router.get("/{webhook_id}/deliveries")
async def list_deliveries(
    webhook_id: Id,
    _caller: Office,
    outgoing: Annotated[Outgoing, provided(Outgoing)],
    after: After = None,
    limit: Limit = 50,
) -> Page[DeliveryShown]:
    """What went to an address in the last fortnight and how that went, the latest first."""
    before = read_cursor(after, 1)[0] if after else None
    found = await outgoing.some(webhook_id, limit + 1, before)
    further = cursor(found[limit - 1].message) if len(found) > limit else None
    return Page(items=[DeliveryShown.of(one) for one in found[:limit]], next=further)


@router.post("/{webhook_id}/deliveries/{message}/repetition", status_code=202)
async def send_again(webhook_id: Id, message: Id, _caller: Office, verbs: Verbs) -> DeliveryShown:
    """Send a message once more, under the same `webhook-id`."""
    return DeliveryShown.of(await verbs.send_again(webhook_id, message))
