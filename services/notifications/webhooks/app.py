"""Where the webhooks are put together."""

from datetime import timedelta

from kernel.service import Service
from services.notifications.mail.notices import Notices
from services.notifications.people.store import People
from services.notifications.settings import NotificationsSettings
from services.notifications.webhooks import api, handlers
from services.notifications.webhooks.actions import Subscriptions
from services.notifications.webhooks.courier import Courier
from services.notifications.webhooks.sender import Sender, Warnings
from services.notifications.webhooks.store import Outgoing, Webhooks


def furnish(
    service: Service, settings: NotificationsSettings, people: People, notices: Notices
) -> None:
    """Give notifications the doors and the sender of webhooks."""
    mongo, private = service.mongo, settings.webhook_private
    webhooks, outgoing, courier = Webhooks(mongo), Outgoing(mongo), Courier(private)
    first_pause = timedelta(seconds=settings.webhook_retry_seconds)
    warnings = Warnings(people, notices)
    sender = Sender(mongo, webhooks, outgoing, courier, warnings, first_pause)
    subscriptions = Subscriptions(mongo, webhooks, outgoing, private)
    service.provide(webhooks, outgoing, subscriptions)
    service.prepares(outgoing.ensure)
    service.routes(api.router)
    service.listens(handlers.events)
    service.runs(sender.run)
    service.counts(sender.count)
    service.finishes(courier.close)
