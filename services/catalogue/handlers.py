"""The catalogue's event door."""

from collections.abc import Sequence

from contracts.catalogue import ProductListed
from contracts.matching import CapacityPromised
from kernel.events import Events
from services.catalogue.promises.model import Promises
from services.catalogue.promises.store import PromisedCapacity
from services.catalogue.searches.actions import Lookouts

events = Events("catalogue.promises")
listings = Events("catalogue.searches")


@events.on(CapacityPromised)
async def show_what_is_still_free(
    facts: Sequence[CapacityPromised], promised: PromisedCapacity
) -> None:
    await promised.keep_the_newest(
        Promises(
            id=fact.subject,
            version=fact.version,
            unit=fact.unit,
            months={one.month: one.units for one in fact.months},
        )
        for fact in facts
    )


@listings.on(ProductListed)
async def tell_those_who_look_for_it(facts: Sequence[ProductListed], lookouts: Lookouts) -> None:
    await lookouts.look_over(facts)
