"""The gateway's event door: what the rooms confirm."""

from collections.abc import Sequence

from contracts.catalogue import HistoryErased
from contracts.matching import LeadsErased
from contracts.notifications import MailErased
from kernel.events import Events
from services.gateway.privacy.store import Erasures

events = Events("gateway.privacy")


@events.on(HistoryErased)
async def note_that_the_catalogue_has_erased(
    facts: Sequence[HistoryErased], erasures: Erasures
) -> None:
    for fact in facts:
        await erasures.confirm(fact.subject, "catalogue", fact)


@events.on(LeadsErased)
async def note_that_matching_has_erased(facts: Sequence[LeadsErased], erasures: Erasures) -> None:
    for fact in facts:
        await erasures.confirm(fact.subject, "matching", fact)


@events.on(MailErased)
async def note_that_notifications_has_erased(
    facts: Sequence[MailErased], erasures: Erasures
) -> None:
    for fact in facts:
        await erasures.confirm(fact.subject, "notifications", fact)
