"""Where the catalogue's part in privacy is put together."""

from contracts.keeping import keeping
from kernel.privacy.api import privacy_routes
from kernel.privacy.retention import Retention
from kernel.service import Service
from services.catalogue.privacy import handlers
from services.catalogue.privacy.store import Traces


def furnish(service: Service) -> None:
    """Give the catalogue the doors and the schedule of privacy."""
    traces = Traces(service.mongo, service.outbox)
    retention = Retention(service.mongo, keeping("catalogue"), {"history": traces})
    service.provide(traces, retention)
    service.prepares(traces.ensure)
    service.routes(privacy_routes(Traces, "organiser", "ops"))
    service.listens(handlers.events)
    service.runs(retention.run)
