"""The event door of leads."""

from collections.abc import Sequence

from contracts.gateway import BadgeBound
from kernel.events import Events
from services.matching.leads.bearers import Bearers

events = Events("matching.leads")


@events.on(BadgeBound)
async def join_what_was_noted_of_a_badge(facts: Sequence[BadgeBound], bearers: Bearers) -> None:
    for fact in facts:
        await bearers.bind(f"badge:{fact.subject}", fact.person)
