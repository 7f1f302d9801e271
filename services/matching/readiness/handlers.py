"""Readiness's event door: a queue of its own, so that matching need not wait for it."""

from collections.abc import Sequence

from contracts.catalogue import ExhibitorListed, ProductListed, ProductWithdrawn
from kernel.events import Events
from services.matching.readiness.facts import firm_of, goods_of
from services.matching.readiness.store import Shelf

events = Events("matching.readiness", gather=0.5)


@events.on(ProductListed)
async def look_through_its_goods(facts: Sequence[ProductListed], shelf: Shelf) -> None:
    await shelf.take_in([goods_of(fact) for fact in facts])


@events.on(ExhibitorListed)
async def count_its_papers_for_all_its_goods(
    facts: Sequence[ExhibitorListed], shelf: Shelf
) -> None:
    await shelf.take_in_firms([firm_of(fact) for fact in facts])


@events.on(ProductWithdrawn)
async def drop_what_was_found(facts: Sequence[ProductWithdrawn], shelf: Shelf) -> None:
    newest = sorted(facts, key=lambda fact: fact.version)
    await shelf.withdraw({fact.subject: fact.version for fact in newest})
