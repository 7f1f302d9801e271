"""Verbs of readiness that look: a product's gaps to a market or a demand, and its ladder."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import Invalid
from services.matching.model import Demand
from services.matching.readiness.answers import GapReport, LadderAnswer
from services.matching.readiness.desk import Desk, expect_owner, expect_question, unknown
from services.matching.readiness.engine import Wanted
from services.matching.readiness.ladder import ladder
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.markets import market_of
from services.matching.readiness.model import Terms
from services.matching.readiness.report import gap_report, ladder_answer
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.subject import Subject
from services.matching.store import Demands


@dataclass(frozen=True)
class Supposed:
    """What is taken to be held and answered, to see what would come of it."""

    held: Sequence[str] = ()
    answers: Mapping[str, bool] | None = None


async def report_gaps(
    edition: str, code: str, market: str, caller: Caller, desk: Desk, supposed: Supposed
) -> GapReport:
    """What stands between a product and a market. Raises NotFound, Forbidden, Invalid."""
    goal = market_of(market, lexicon())
    subject, book = await _subject(edition, code, caller, desk, supposed)
    return gap_report(subject, goal, _today(), book)


async def report_gaps_to_demand(
    edition: str,
    code: str,
    demand_code: str,
    caller: Caller,
    desk: Desk,
    demands: Demands,
    supposed: Supposed,
) -> GapReport:
    """What stands between a product and a demand; what was answered is not the buyer's to read.

    Raises NotFound, Forbidden, Invalid.
    """
    demand = await demands.get(edition, demand_code)
    goal = market_of(demand.market, lexicon())
    theirs = caller.role in ("buyer", "broker") and caller.party == demand.buyer
    subject, book = await _subject(edition, code, caller, desk, supposed, demand, theirs)
    wanted = wanted_by(demand, await desk.terms.get(demand.buyer))
    report = gap_report(subject, goal, _today(), book, wanted, demand.code)
    return report.model_copy(update={"answered": []}) if theirs else report


def wanted_by(demand: Demand, terms: Terms) -> Wanted:
    """What a demand and its buyer's terms ask beyond the rules."""
    return Wanted(
        papers=demand.papers,
        asks={ask.requirement: ask for ask in terms.asks},
        waived={waiver.requirement: waiver.reason for waiver in terms.waivers},
    )


async def climb(
    edition: str, code: str, abroad: str, caller: Caller, desk: Desk, supposed: Supposed
) -> LadderAnswer:
    """Where a product stands and its shortest way up. Raises NotFound, Forbidden, Invalid."""
    if abroad:
        _expect_abroad(abroad)
    subject, book = await _subject(edition, code, caller, desk, supposed)
    return ladder_answer(subject, _today(), ladder(subject, _today(), book, abroad), book)


def _expect_abroad(market: str) -> None:
    market_of(market, lexicon())
    if not market.startswith("X:"):
        raise Invalid(
            "Anak tangga teratas adalah pasar ekspor, misalnya X:* atau X:NL.",
            "The highest rung is a market abroad, such as X:* or X:NL.",
            code="not-abroad",
        )


async def _subject(
    edition: str,
    code: str,
    caller: Caller,
    desk: Desk,
    supposed: Supposed,
    demand: Demand | None = None,
    theirs: bool = False,
) -> tuple[Subject, RuleBook]:
    """A product with all that is known of it, for somebody who may see what it lacks."""
    goods, book = await asyncio.gather(desk.shelf.get(edition, code), desk.rules.current())
    if not theirs:
        expect_owner(caller, goods.exhibitor)
    about = [goods.exhibitor, goods.id, *([demand.id] if demand else [])]
    firm, dossiers = await asyncio.gather(
        desk.shelf.firm(goods.exhibitor), desk.dossiers.with_ids(about)
    )
    said = [dossiers[id_] for id_ in about if id_ in dossiers]
    subject = Subject(goods, firm, said, book.lexicon)
    _expect_known(supposed, book)
    return subject.supposing(supposed.held, supposed.answers or {}), book


def _expect_known(supposed: Supposed, book: RuleBook) -> None:
    for held in supposed.held:
        if held not in book.lexicon.known_papers and held not in book.codes:
            raise unknown("dokumen atau persyaratan", "paper or requirement", held)
    for code in supposed.answers or {}:
        expect_question(code)


def _today() -> date:
    return now().date()
