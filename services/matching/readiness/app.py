"""Where readiness is put together, as a part of matching."""

from kernel.service import Service
from services.matching.readiness import api, handlers, rules_api
from services.matching.readiness.desk import Desk
from services.matching.readiness.dossiers import BuyersTerms, Dossiers
from services.matching.readiness.found import Summaries
from services.matching.readiness.refresh import Refresher
from services.matching.readiness.rules import Rules
from services.matching.readiness.store import Shelf


def furnish(service: Service) -> None:
    """Give a service readiness's stores, doors and background work."""
    shelf, summaries = Shelf(service.mongo), Summaries(service.mongo)
    dossiers, terms = Dossiers(service.mongo), BuyersTerms(service.mongo)
    rules = Rules(service.mongo, shelf)
    desk = Desk(service.mongo, shelf, dossiers, terms, rules)
    refresher = Refresher(shelf, summaries, dossiers, rules)
    service.provide(shelf, summaries, rules, desk, refresher)
    service.prepares(shelf.ensure, rules.ensure)
    service.routes(api.router, rules_api.router)
    service.listens(handlers.events)
    service.runs(refresher.run)
