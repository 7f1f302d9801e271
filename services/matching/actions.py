"""Verbs of matching: take in what is offered and needed, and settle what fits what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from contracts.catalogue import ProductWithdrawn
from kernel.callers import Caller
from kernel.clock import now
from kernel.editing import expect_version
from kernel.imports import Counts, news_among
from kernel.mongo import Mongo
from kernel.problems import Conflict, Invalid
from services.matching import metrics
from services.matching.contradictions import contradictions, over
from services.matching.editions import Editions
from services.matching.fit import matched
from services.matching.match import Match
from services.matching.matches import Matches
from services.matching.model import (
    Buyer,
    BuyerForm,
    Demand,
    DemandForm,
    Offer,
    buyer_id,
    demand_id,
)
from services.matching.ownership import expect_owner
from services.matching.store import Buyers, Demands, Offers
from services.matching.weights import Weights


async def offer_to_demands(
    offers: Sequence[Offer], supply: Offers, demands: Demands, matches: Matches, editions: Editions
) -> None:
    """Take offers in and match the new and changed ones with the demands they may concern."""
    with metrics.duration.time():
        weights = await editions.take_turn(offer.edition for offer in offers)
        news, known = await supply.take_in(offers)
        found = await _met(news, demands, weights)
        await matches.settle("product", known, found)
    _count(len(news), {match.product for match in found})


async def match_offers(
    offers: Sequence[Offer], demands: Demands, matches: Matches, editions: Editions
) -> None:
    """Match offers that are known already anew, as on another day."""
    weights = await editions.take_turn(offer.edition for offer in offers)
    found = await _met(offers, demands, weights)
    await matches.settle("product", [offer.id for offer in offers], found)


async def _met(
    offers: Sequence[Offer], demands: Demands, weights: Mapping[str, Weights]
) -> list[Match]:
    """The matches of offers with all open demands that share a word with them."""
    by_word: dict[tuple[str, str], list[Demand]] = defaultdict(list)
    for edition in {offer.edition for offer in offers}:
        words = {word for offer in offers for word in offer.words}
        for demand in await demands.open_for(edition, words):
            for word in demand.words:
                by_word[edition, word].append(demand)
    pairs = ((demand, offer) for offer in offers for demand in _sharing_a_word(offer, by_word))
    return _matches(pairs, weights)


def _sharing_a_word(
    offer: Offer, by_word: Mapping[tuple[str, str], Sequence[Demand]]
) -> Iterable[Demand]:
    shared = (by_word.get((offer.edition, word), ()) for word in offer.words)
    return {demand.id: demand for demands in shared for demand in demands}.values()


async def find_supply(
    ids: Sequence[str], supply: Offers, demands: Demands, matches: Matches, editions: Editions
) -> None:
    """Match demands, as they stand now, with the offers that may meet them."""
    with metrics.duration.time():
        weights = await editions.take_turn(id_.split(":")[1] for id_ in ids)
        posted = (await demands.with_ids(list(set(ids)))).values()
        pairs = [(demand, offer) for demand in posted for offer in await _meeting(demand, supply)]
        found = _matches(pairs, weights)
        await matches.settle("demand", [demand.id for demand in posted], found)
        await demands.mark_answered(list(posted))
    _count(len(posted), {match.demand for match in found})


def _count(tried: int, matched: set[str]) -> None:
    metrics.runs.labels("matched").inc(len(matched))
    metrics.runs.labels("empty").inc(tried - len(matched))


async def _meeting(demand: Demand, supply: Offers) -> Sequence[Offer]:
    """The offers that share a word with a demand, while it is open."""
    if demand.status != "open":
        return []
    return await supply.for_words(demand.edition, demand.words)


def _matches(pairs: Iterable[tuple[Demand, Offer]], weights: Mapping[str, Weights]) -> list[Match]:
    """Those that are about the same goods; none of a demand that is over."""
    today = now().date()
    tried = (
        matched(demand, offer, today, weights[demand.edition])
        for demand, offer in pairs
        if not demand.is_over(today)
    )
    return [match for match in tried if match is not None]


async def forget_offers(
    gone: Sequence[ProductWithdrawn], supply: Offers, matches: Matches, editions: Editions
) -> None:
    """Take withdrawn products out, and their matches with them."""
    await editions.take_turn(fact.edition for fact in gone)
    await matches.settle("product", await supply.withdraw(gone), [])


async def save_buyers(
    edition: str, forms: Sequence[BuyerForm], buyers: Buyers, demands: Demands
) -> Counts:
    """Add buyers or bring them up to date, and the names on their demands with them."""
    wanted = [Buyer.of(form, edition) for form in forms]
    before = await buyers.with_ids([buyer.id for buyer in wanted])
    news, counts = news_among(wanted, before)
    await buyers.save(news)
    await _let_demands_follow([buyer for buyer in news if buyer.id in before], demands)
    return counts


async def _let_demands_follow(owners: Sequence[Buyer], demands: Demands) -> None:
    by_id = {owner.id: owner for owner in owners}
    affected = await demands.of_buyers(list(by_id)) if by_id else []
    renamed = [demand.asked_by(by_id[demand.buyer]) for demand in affected]
    news, _ = news_among(renamed, {demand.id: demand for demand in affected})
    await demands.save(news)


async def save_demands(
    edition: str, forms: Sequence[DemandForm], buyers: Buyers, demands: Demands
) -> Counts:
    """Add demands or bring them up to date; their buyers must exist."""
    owners = await buyers.with_ids(list({buyer_id(edition, form.buyer_code) for form in forms}))
    before = await demands.with_ids([demand_id(edition, form.code) for form in forms])
    wanted = [
        Demand.of(form, owners[buyer_id(edition, form.buyer_code)], _poster(before, edition, form))
        for form in forms
    ]
    news, counts = news_among(wanted, before)
    await demands.save(news)
    return counts


def _poster(before: Mapping[str, Demand], edition: str, form: DemandForm) -> str:
    known = before.get(demand_id(edition, form.code))
    return known.posted_by if known else ""


async def post_demand(
    edition: str, form: DemandForm, caller: Caller, buyers: Buyers, demands: Demands, mongo: Mongo
) -> Demand:
    """State a need. Raises NotFound for its buyer, Conflict when the code is taken, Invalid."""
    expect_sense(form)
    expect_owner(caller, buyer_id(edition, form.buyer_code))
    demand = Demand.of(form, await buyers.get(edition, form.buyer_code), caller.account)

    async def work() -> None:
        if await demands.with_ids([demand.id]):
            raise Conflict(
                f"Kode “{form.code}” sudah dipakai.",
                f"Code “{form.code}” is taken.",
                code="code-taken",
            )
        await demands.save([demand])

    await mongo.transaction(work)
    return demand


async def revise_demand(
    edition: str,
    form: DemandForm,
    seen: int,
    caller: Caller,
    buyers: Buyers,
    demands: Demands,
    mongo: Mongo,
) -> Demand:
    """Change a demand as seen in version `seen`. Raises StaleVersion when it has moved on."""
    expect_sense(form)

    async def work() -> Demand:
        before = await demands.get(edition, form.code)
        expect_owner(caller, before.buyer)
        expect_owner(caller, buyer_id(edition, form.buyer_code))
        expect_version(before.version, seen)
        owner = await buyers.get(edition, form.buyer_code)
        after = Demand.of(form, owner, before.posted_by)
        after = after.model_copy(update={"version": before.version + 1})
        await demands.save([after])
        return after

    return await mongo.transaction(work)


async def expect_own_demand(edition: str, code: str, caller: Caller, demands: Demands) -> Demand:
    """A demand that the caller may act on. Raises NotFound, Forbidden."""
    demand = await demands.get(edition, code)
    expect_owner(caller, demand.buyer)
    return demand


async def withdraw_demand(
    edition: str, code: str, caller: Caller, demands: Demands, mongo: Mongo
) -> Demand:
    """Close a demand; its matches go with it."""

    async def work() -> Demand:
        demand = await demands.get(edition, code)
        expect_owner(caller, demand.buyer)
        closed = demand.withdrawn()
        await demands.save([closed])
        return closed

    return await mongo.transaction(work)


def expect_sense(form: DemandForm) -> None:
    """Raises Invalid with all that contradicts itself or the calendar, by field."""
    late = over(form, now().date())
    found = [*contradictions(form), *([late] if late else [])]
    if found:
        raise Invalid(
            " ".join(said.text for said in found),
            " ".join(said.text_en for said in found),
            code=found[0].code,
            fields=[said.field for said in found],
        )
