"""Where the dashboard's feed is put together."""

from contracts.catalogue import ProductListed
from contracts.gateway import VisitorEntered, VisitorLeft, VisitorRegistered
from contracts.matching import (
    AwardAccepted,
    DealRecorded,
    DemandPosted,
    LeadMade,
    MatchFound,
    PoolChanged,
    QuoteSent,
    RfqOpened,
)
from kernel.service import Service
from services.gateway.happenings.watching import Watching
from services.gateway.streams import Streams


def furnish(service: Service, streams: Streams) -> None:
    """Let the gateway hear what happens, and tell dashboards."""
    watching = Watching(streams)
    service.provide(watching)
    service.hears([VisitorRegistered.type, VisitorEntered.type, VisitorLeft.type], watching.hear)
    service.hears([ProductListed.type, DemandPosted.type, MatchFound.type], watching.hear)
    service.hears([LeadMade.type, RfqOpened.type, QuoteSent.type], watching.hear)
    service.hears([AwardAccepted.type, PoolChanged.type, DealRecorded.type], watching.hear)
    service.runs(watching.run)
