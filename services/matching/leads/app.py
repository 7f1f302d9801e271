"""Where leads are put together, as a part of matching."""

from kernel.privacy.forgotten import ForgottenPeople
from kernel.service import Service
from services.matching.acquaintance import Acquaintances
from services.matching.editions import Editions
from services.matching.leads import api, handlers
from services.matching.leads.actions import Prospects
from services.matching.leads.bearers import Bearers
from services.matching.leads.store import Leads
from services.matching.privacy import app as privacy
from services.matching.store import Offers
from services.matching.whatsapp import api as whatsapp
from services.matching.whatsapp.actions import Handoffs
from services.matching.whatsapp.store import Numbers


def furnish(
    service: Service, editions: Editions, offers: Offers, acquaintances: Acquaintances
) -> None:
    """Give a service the store and the door of leads."""
    leads, forgotten = Leads(service.mongo, service.outbox), ForgottenPeople(service.mongo)
    bearers = Bearers(service.mongo, leads, acquaintances, forgotten)
    prospects = Prospects(service.mongo, editions, offers, leads, acquaintances, bearers, forgotten)
    service.provide(leads, prospects, bearers)
    service.prepares(leads.ensure)
    numbers = Numbers(service.mongo)
    service.provide(Handoffs(numbers, prospects))
    service.prepares(numbers.ensure)
    service.routes(api.router, whatsapp.router)
    service.listens(handlers.events)
    privacy.furnish(service, leads, numbers, forgotten)
