"""The light switch of matching: the only place that makes real things."""

from kernel.imports import Imports
from kernel.service import Service
from services.matching import api, handlers
from services.matching.acquaintance import Acquaintances
from services.matching.brokering import api as brokering
from services.matching.capacity import api as capacity
from services.matching.capacity.actions import Reservations
from services.matching.capacity.store import Books
from services.matching.deals import app as deals
from services.matching.editions import Editions
from services.matching.funnel import api as funnel
from services.matching.funnel.store import Counting
from services.matching.imports import BuyerSheet, DemandSheet
from services.matching.leads import app as leads
from services.matching.matches import Matches
from services.matching.pools import app as pools
from services.matching.quotes import api as quotes_api
from services.matching.quotes.anonymity import Anonymity
from services.matching.quotes.asking import Asking
from services.matching.quotes.promising import Promising
from services.matching.quotes.quoting import Quoting
from services.matching.quotes.store import Quotes, Rfqs
from services.matching.readiness import app as readiness
from services.matching.refits import api as refits_api
from services.matching.refits.store import Refits
from services.matching.refits.work import Refitting
from services.matching.settings import MatchingSettings
from services.matching.store import Buyers, Demands, Offers
from services.matching.trials import api as trials_api
from services.matching.trials.trial import Trials


def create(settings: MatchingSettings | None = None) -> Service:
    """Matching, put together."""
    settings = settings or MatchingSettings()
    service = Service("matching", settings)
    editions = Editions(service.mongo)
    buyers = Buyers(service.mongo, service.outbox)
    demands = Demands(service.mongo, service.outbox)
    offers = Offers(service.mongo)
    acquaintances = Acquaintances(service.mongo)
    matches = Matches(service.mongo, service.outbox, acquaintances)
    books = Books(service.mongo, service.outbox)
    reservations = Reservations(service.mongo, books, offers)
    rfqs, quotes = Rfqs(service.mongo, service.outbox), Quotes(service.mongo, service.outbox)
    promising = Promising(offers, reservations)
    asking = Asking(service.mongo, buyers, demands, matches, rfqs, quotes, promising)
    anonymity = Anonymity(demands, rfqs)
    ledger = deals.furnish(service, buyers, demands, offers, anonymity)
    quoting = Quoting(service.mongo, offers, matches, rfqs, quotes, promising, ledger)
    imports = Imports(
        service.mongo, BuyerSheet(editions, buyers, demands), DemandSheet(editions, buyers, demands)
    )
    service.provide(editions, buyers, demands, offers, matches, imports)
    service.provide(books, reservations)
    service.provide(rfqs, quotes, asking, quoting, anonymity)
    refits = Refits(service.mongo)
    refitting = Refitting(service.mongo, refits, editions, demands, offers, matches)
    service.provide(refits, refitting, Trials(editions, offers))
    service.prepares(refits.ensure)
    service.prepares(buyers.ensure, demands.ensure, offers.ensure, matches.ensure, imports.ensure)
    service.prepares(books.ensure, rfqs.ensure, quotes.ensure)
    service.routes(api.of_buyers, api.of_demands, api.router)
    service.routes(refits_api.router, trials_api.router, capacity.router, quotes_api.router)
    service.provide(Counting(service.mongo, matches))
    service.routes(brokering.router, funnel.router)
    service.listens(handlers.events)
    service.holds(handlers.events, "delayed-matching")
    service.runs(imports.run, refitting.run, reservations.run, asking.run)
    service.counts(refitting.measure)
    readiness.furnish(service)
    pools.furnish(service, demands, matches, offers, reservations)
    leads.furnish(service, editions, offers, acquaintances)
    return service
