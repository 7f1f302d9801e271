"""Where the deal ledger is put together, as a part of matching."""

from kernel.service import Service
from services.matching.deals import api
from services.matching.deals.actions import Ledger
from services.matching.deals.store import Deals
from services.matching.quotes.anonymity import Anonymity
from services.matching.store import Buyers, Demands, Offers


def furnish(
    service: Service, buyers: Buyers, demands: Demands, offers: Offers, anonymity: Anonymity
) -> Ledger:
    """Give a service the ledger's store and door; returns the ledger, for awards to begin deals."""
    deals = Deals(service.mongo, service.outbox)
    ledger = Ledger(service.mongo, buyers, demands, offers, anonymity, deals)
    service.provide(deals, ledger)
    service.prepares(deals.ensure)
    service.routes(api.router)
    service.counts(deals.measure)
    return ledger
