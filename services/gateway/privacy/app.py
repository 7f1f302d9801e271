"""Where people's rights are put together."""

from contracts.keeping import keeping
from kernel.privacy.model import Purge
from kernel.privacy.retention import Retention
from kernel.service import Service
from services.gateway.privacy import api, handlers
from services.gateway.privacy.actions import OldAccounts, Rights
from services.gateway.privacy.store import Erasures


def furnish(service: Service, rights: Rights, erasures: Erasures) -> None:
    """Give the gateway the doors and the schedule of privacy."""
    purges: dict[str, Purge] = {"erasures": erasures}
    purges |= {
        kind: OldAccounts(rights, kind) for kind in ("lapsed-invitations", "closed-accounts")
    }
    retention = Retention(service.mongo, keeping("gateway"), purges)
    service.provide(rights, erasures, retention)
    service.prepares(erasures.ensure)
    service.routes(api.router)
    service.listens(handlers.events)
    service.runs(rights.run, retention.run)
