"""Where leads are put together, as a part of matching."""

from kernel.service import Service
from services.matching.acquaintance import Acquaintances
from services.matching.editions import Editions
from services.matching.leads import api
from services.matching.leads.actions import Prospects
from services.matching.leads.store import Leads
from services.matching.store import Offers


def furnish(
    service: Service, editions: Editions, offers: Offers, acquaintances: Acquaintances
) -> None:
    """Give a service the store and the door of leads."""
    leads = Leads(service.mongo, service.outbox)
    service.provide(leads, Prospects(service.mongo, editions, offers, leads, acquaintances))
    service.prepares(leads.ensure)
    service.routes(api.router)
