"""Matching's event door; each handler is named after the consequence."""

from collections.abc import Sequence

from contracts.catalogue import EditionOpened, ProductListed, ProductWithdrawn
from contracts.matching import DemandPosted, DemandWithdrawn
from kernel.events import Events
from services.matching import actions
from services.matching.editions import Editions
from services.matching.facts import offer_of
from services.matching.matches import Matches
from services.matching.pools.actions import Pooling
from services.matching.quotes.asking import Asking
from services.matching.store import Demands, Offers

events = Events("matching.fit", batch=50)


@events.on(EditionOpened)
async def take_buyers_and_demands_from_now_on(
    facts: Sequence[EditionOpened], editions: Editions
) -> None:
    await editions.note(fact.subject for fact in facts)


@events.on(ProductListed)
async def offer_to_demands(
    facts: Sequence[ProductListed],
    supply: Offers,
    demands: Demands,
    matches: Matches,
    editions: Editions,
) -> None:
    offers = [offer_of(fact) for fact in facts]
    await actions.offer_to_demands(offers, supply, demands, matches, editions)


@events.on(ProductWithdrawn)
async def take_off_every_list(
    facts: Sequence[ProductWithdrawn], supply: Offers, matches: Matches, editions: Editions
) -> None:
    await actions.forget_offers(facts, supply, matches, editions)


@events.on(DemandPosted)
async def look_for_supply(
    facts: Sequence[DemandPosted],
    supply: Offers,
    demands: Demands,
    matches: Matches,
    editions: Editions,
) -> None:
    ids = [fact.subject for fact in facts]
    await actions.find_supply(ids, supply, demands, matches, editions)


@events.on(DemandWithdrawn)
async def let_go_of_its_matches_and_ask_no_more(
    facts: Sequence[DemandWithdrawn],
    supply: Offers,
    demands: Demands,
    matches: Matches,
    editions: Editions,
    asking: Asking,
    pooling: Pooling,
) -> None:
    ids = [fact.subject for fact in facts]
    await asking.follow(ids)
    await actions.find_supply(ids, supply, demands, matches, editions)
    await pooling.end_with_their_demands(ids)
