"""The event door: what the expo makes public goes out to whoever asked for it."""

from collections.abc import Sequence

from contracts.catalogue import EditionOpened, ExhibitorListed, ProductListed, ProductWithdrawn
from kernel.envelope import Envelope
from kernel.events import Events
from services.notifications.webhooks.actions import on_its_way
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.store import Outgoing, Webhooks

events = Events("notifications.webhooks")


@events.on(EditionOpened, whole=True)
@events.on(ExhibitorListed, whole=True)
@events.on(ProductListed, whole=True)
@events.on(ProductWithdrawn, whole=True)
async def send_them_to_whoever_asked(
    facts: Sequence[Envelope], webhooks: Webhooks, outgoing: Outgoing
) -> None:
    active = [webhook for webhook in await webhooks.all() if webhook.standing == "active"]
    asked = {type_ for webhook in active for type_ in webhook.facts}
    messages = [Message.of(fact) for fact in facts if fact.type in asked]
    await outgoing.add(
        messages,
        [
            on_its_way(webhook, message)
            for message in messages
            for webhook in active
            if message.type in webhook.facts
        ],
    )
