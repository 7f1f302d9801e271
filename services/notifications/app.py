"""Puts the notifications service together."""

from datetime import timedelta

from kernel.service import Service
from services.notifications import api, handlers
from services.notifications.announcing.actions import Crier
from services.notifications.announcing.store import Audiences, Rounds
from services.notifications.inbox.actions import Inboxes
from services.notifications.inbox.store import Entries, Matches, Parties
from services.notifications.mail.actions import Correspondence
from services.notifications.mail.letters import Letters
from services.notifications.mail.mailer import Mailer
from services.notifications.mail.notices import Notices
from services.notifications.mail.sealing import LetterKeys
from services.notifications.mail.smtp import PostOffice
from services.notifications.mail.store import Deliveries
from services.notifications.people.store import People
from services.notifications.privacy import app as privacy
from services.notifications.settings import NotificationsSettings
from services.notifications.webhooks import app as webhooks
from services.notifications.words import Words


def create(settings: NotificationsSettings | None = None) -> Service:
    settings = settings or NotificationsSettings()
    service = Service("notifications", settings)
    mongo, words = service.mongo, Words()
    matches, parties, people = Matches(mongo), Parties(mongo), People(mongo)
    entries, deliveries = Entries(mongo, service.outbox), Deliveries(mongo)
    inboxes = Inboxes(matches, entries, parties, words, settings.quiet)
    letters = Letters(words, settings.sender, str(settings.public_url))
    keys = LetterKeys(mongo)
    notices = Notices(keys, deliveries, letters, words, str(settings.public_url))
    correspondence = Correspondence(
        mongo, parties, people, entries, deliveries, letters, settings.quiet
    )
    office = PostOffice(settings.smtp_url, settings.sender)
    mailer = Mailer(deliveries, people, office, timedelta(seconds=settings.retry_seconds))

    service.provide(inboxes, entries, parties, people, deliveries, words, settings)
    rounds, audiences = Rounds(mongo), Audiences(mongo)
    crier = Crier(mongo, rounds, audiences, inboxes)
    service.provide(keys, notices, crier, audiences)
    for store in (matches, entries, parties, people, deliveries, rounds):
        service.prepares(store.ensure)
    service.prepares(keys.prepare)
    service.routes(api.router)
    privacy.furnish(service)
    webhooks.furnish(service, settings, people, notices)
    service.listens(handlers.events)
    service.runs(correspondence.run, mailer.run, crier.run)
    return service
