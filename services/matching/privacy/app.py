"""Where matching's part in privacy is put together."""

from contracts.keeping import keeping
from kernel.privacy.api import privacy_routes
from kernel.privacy.forgotten import ForgottenPeople
from kernel.privacy.retention import Retention
from kernel.service import Service
from services.matching.leads.store import Leads
from services.matching.privacy import api, handlers
from services.matching.privacy.store import Acquainted
from services.matching.whatsapp.store import Numbers


def furnish(service: Service, leads: Leads, numbers: Numbers, forgotten: ForgottenPeople) -> None:
    """Give matching the doors and the schedule of privacy."""
    acquainted = Acquainted(service.mongo, service.outbox, leads, numbers)
    retention = Retention(service.mongo, keeping("matching"), {"leads": acquainted})
    service.provide(acquainted, forgotten, retention)
    service.prepares(acquainted.ensure)
    service.routes(privacy_routes(Acquainted, "organiser", "ops"), api.router)
    service.listens(handlers.events)
    service.runs(retention.run)
