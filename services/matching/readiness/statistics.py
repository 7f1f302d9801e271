"""Verbs of readiness for the office: who lacks what, where, and which paper would open most."""

import asyncio
from collections import defaultdict

from pydantic import BaseModel

from kernel.clock import now
from kernel.mongo import Document
from kernel.pages import cursor, read_cursor
from services.matching.matches import Matches
from services.matching.readiness.answers import Distance, Standing, Standings
from services.matching.readiness.desk import Desk
from services.matching.readiness.found import Summaries
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import ANY_EXPORT, HOME, market_of
from services.matching.readiness.openers import Candidate, Openers, openers
from services.matching.readiness.rulebook import RuleBook
from services.matching.store import Demands


class Lacking(BaseModel):
    """How many products and firms lack a requirement, in all or in one regency or category."""

    requirement: str
    name: str
    name_en: str
    weight: str
    value: str = ""
    products: int
    firms: int


class Statistics(BaseModel):
    """Who lacks what in a market; `waiting` products are still to be looked through."""

    market: str
    products: int
    ready: int
    firms: int
    waiting: int
    items: list[Lacking]


class Progress(BaseModel):
    """How far the goods of an edition have been looked through since something changed."""

    products: int
    waiting: int
    progress: float


async def count_lacking(
    edition: str, market: str, by: str, requirement: str, desk: Desk, summaries: Summaries
) -> Statistics:
    """By requirement, or for one of them also by regency or category. Raises Invalid."""
    book = await desk.rules.current()
    code = _class_of(market, book)
    rows, totals, (_, waiting) = await asyncio.gather(
        summaries.table(edition, code, by, requirement),
        summaries.totals(edition, code),
        desk.shelf.progress(edition, now().date()),
    )
    named = {form.code: form for form in book.forms if form.in_force(now().date())}
    items = [
        Lacking(
            requirement=row["_id"]["code"],
            name=form.name,
            name_en=form.name_en,
            weight=form.weight,
            value=row["_id"].get("value", ""),
            products=row["products"],
            firms=row["firms"],
        )
        for row in rows
        if (form := named.get(row["_id"]["code"]))
    ]
    return Statistics(market=code, **totals, waiting=waiting, items=items)


async def how_far(
    exhibitor: str, after: str | None, limit: int, desk: Desk, summaries: Summaries
) -> Standings:
    """How far the products of a firm are from each rung of the ladder."""
    last = read_cursor(after, 1)[0] if after else ""
    goods = await desk.shelf.of_exhibitor(exhibitor, last, limit + 1)
    shown = goods[:limit]
    kept = await summaries.of_products([item.id for item in shown])
    items = [
        Standing(
            product_code=item.code,
            product_name=item.name,
            product_name_en=item.name_en,
            distances=_distances(kept.get(item.id)),
        )
        for item in shown
    ]
    return Standings(items=items, next=cursor(shown[-1].id) if len(goods) > limit else None)


def _distances(kept: Document | None) -> list[Distance]:
    found = kept["found"] if kept else {}
    return [
        Distance(market=rung, ready=found[rung]["ready"], blocking=found[rung]["blocking"])
        for rung in (*HOME, ANY_EXPORT)
        if rung in found
    ]


async def find_openers(
    edition: str, desk: Desk, summaries: Summaries, demands: Demands, matches: Matches
) -> Openers:
    """Which single paper would open most demand of an edition."""
    book = await desk.rules.current()
    posted = {demand.id: demand for demand in await demands.all_open(edition)}
    market = {id_: _class_of(demand.market, book) for id_, demand in posted.items()}
    pairs = [pair for pair in await matches.pairs(edition) if pair["demand"] in posted]
    kept = await summaries.of_products(list({pair["product"] for pair in pairs}))
    candidates: dict[str, list[Candidate]] = defaultdict(list)
    for pair in pairs:
        if pair["product"] in kept:
            goods = kept[pair["product"]]
            candidates[pair["demand"]].append(_candidate(pair, goods, market[pair["demand"]]))
    return openers(list(posted.values()), candidates)


def _candidate(pair: Document, goods: Document, market: str) -> Candidate:
    return Candidate(
        pair["product"],
        pair["price"],
        pair["unit"],
        tuple(tuple(kinds) for kinds in goods["found"][market]["papers_lacking"]),
        frozenset(goods["papers_held"]),
    )


def _class_of(market: str, book: RuleBook) -> str:
    """The market with rules of its own that a market belongs to: X:EU for X:NL. Raises Invalid."""
    marks = market_of(market, lexicon()).marks
    own = [code for code in book.markets if code in marks]
    return market if market in own else own[-1]


async def progress(edition: str, desk: Desk) -> Progress:
    """How far the goods of an edition have been looked through."""
    products, waiting = await desk.shelf.progress(edition, now().date())
    share = 1 - waiting / products if products else 1.0
    return Progress(products=products, waiting=waiting, progress=round(share, 4))
