"""Where notifications' part in privacy is put together."""

from contracts.keeping import keeping
from kernel.privacy.api import privacy_routes
from kernel.privacy.forgotten import ForgottenPeople
from kernel.privacy.retention import Retention
from kernel.service import Service
from services.notifications.privacy.store import AddressBook, OldEntries


def furnish(service: Service) -> None:
    """Give notifications the doors and the schedule of privacy."""
    entries = OldEntries(service.mongo)
    retention = Retention(service.mongo, keeping("notifications"), {"entries": entries})
    addresses = AddressBook(service.mongo, service.outbox)
    service.provide(addresses, ForgottenPeople(service.mongo), retention)
    service.prepares(entries.ensure)
    service.routes(privacy_routes(AddressBook, "organiser", "ops"))
    service.runs(retention.run)
