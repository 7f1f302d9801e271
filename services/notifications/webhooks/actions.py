"""Verbs of webhooks: register one, give it a new secret, try it, send again, end it."""

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Mongo
from services.notifications.webhooks.addresses import expect_address
from services.notifications.webhooks.delivery import Delivery
from services.notifications.webhooks.messages import Message
from services.notifications.webhooks.model import (
    MOST_WEBHOOKS,
    NoWebhook,
    TooManyWebhooks,
    Webhook,
    WebhookForm,
)
from services.notifications.webhooks.store import Outgoing, Webhooks

OFFICE = ("organiser", "ops")


class Subscriptions:
    """What the office may do with webhooks; each verb is one transaction."""

    def __init__(self, mongo: Mongo, webhooks: Webhooks, outgoing: Outgoing, private: bool) -> None:
        self._mongo, self._webhooks, self._outgoing = mongo, webhooks, outgoing
        self._private = private

    async def register(self, form: WebhookForm, caller: Caller) -> Webhook:
        """A new webhook with its first secret. Raises AddressRefused, TooManyWebhooks."""
        expect_address(form.address, self._private)
        webhook = Webhook.of(new_id(), form, caller.account, now())

        async def work() -> None:
            if await self._webhooks.count() >= MOST_WEBHOOKS:
                raise TooManyWebhooks()
            await self._webhooks.add(webhook)

        await self._mongo.transaction(work)
        logger.info("a webhook was registered", webhook=webhook.id, by=caller.account)
        return webhook

    async def rotate(self, id_: str, caller: Caller) -> Webhook:
        """Sign with a new secret, and with the one before for another day. Raises NoWebhook."""

        async def work() -> Webhook:
            webhook = (await self._webhooks.get(id_)).rotated(now())
            await self._webhooks.save(webhook)
            return webhook

        rotated = await self._mongo.transaction(work)
        logger.info("a webhook was given a new secret", webhook=id_, by=caller.account)
        return rotated

    async def activate(self, id_: str) -> Webhook:
        """Let one be sent to again, what waits for it first. Raises NoWebhook."""

        async def work() -> Webhook:
            webhook = (await self._webhooks.get(id_)).activated(now())
            await self._webhooks.save(webhook)
            return webhook

        return await self._mongo.transaction(work)

    async def try_out(self, id_: str) -> Delivery:
        """Send something that tells of nothing. Raises NoWebhook, WebhookDisabled."""

        async def work() -> Delivery:
            webhook = await self._webhooks.get(id_)
            webhook.expect_active()
            message = Message.test(webhook.name)
            delivery = on_its_way(webhook, message)
            await self._outgoing.add([message], [delivery])
            return delivery

        return await self._mongo.transaction(work)

    async def send_again(self, id_: str, message: str) -> Delivery:
        """Send a message once more, under its `webhook-id`. Raises NoWebhook, WebhookDisabled."""

        async def work() -> Delivery:
            (await self._webhooks.get(id_)).expect_active()
            delivery = (await self._outgoing.get(id_, message)).again(now())
            await self._outgoing.save(delivery)
            return delivery

        return await self._mongo.transaction(work)

    async def remove(self, id_: str, caller: Caller) -> None:
        """End a webhook with all that was on its way to it. Raises NoWebhook."""

        async def work() -> None:
            if not await self._webhooks.remove(id_):
                raise NoWebhook()
            await self._outgoing.drop(id_)

        await self._mongo.transaction(work)
        logger.info("a webhook was removed", webhook=id_, by=caller.account)


def on_its_way(webhook: Webhook, message: Message) -> Delivery:
    """A message that is to go to a webhook now."""
    return Delivery(
        webhook=webhook.id,
        message=message.id,
        type=message.type,
        asked_at=message.kept_at,
        next_at=message.kept_at,
    )
