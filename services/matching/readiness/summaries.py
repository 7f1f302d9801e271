"""Findings summed up for the office: what a product lacks for a market, and which papers."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from services.matching.readiness.engine import assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.ladder import Step, shortest_way
from services.matching.readiness.markets import Market, market_of
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.subject import Subject


@dataclass(frozen=True)
class Summary:
    """What a product lacks for a market.

    `blocking` counts the open requirements of law and of buyers' practice; `lacking` are the
    requirements that are missing, `unknown` those to be asked about; `papers_lacking` has for each
    that blocks and that papers are evidence of the kinds that would do, and an empty one where it
    depends on an answer which would.
    """

    ready: bool
    blocking: int
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    papers_lacking: tuple[tuple[str, ...], ...]


def summaries_of(
    subject: Subject, day: date, book: RuleBook, marks: AbstractSet[str] | None = None
) -> dict[str, Summary]:
    """One for each market that has rules of its own and goes under some marks, by its code."""
    markets = (market_of(code, book.lexicon) for code in book.markets)
    return {
        market.code: _summary(subject, market, day, book)
        for market in markets
        if marks is None or not marks.isdisjoint(market.marks)
    }


def _summary(subject: Subject, market: Market, day: date, book: RuleBook) -> Summary:
    findings = assess(subject, market, day, book)
    blocking = sum(finding.blocks for finding in findings)
    return Summary(
        ready=not blocking,
        blocking=blocking,
        lacking=_codes(findings, "missing", "in_progress"),
        unknown=_codes(findings, "unknown"),
        papers_lacking=_papers_lacking(findings),
    )


def _codes(findings: Sequence[Finding], *statuses: str) -> tuple[str, ...]:
    return tuple(f.rule.form.code for f in findings if f.status in statuses)


def _papers_lacking(findings: Sequence[Finding]) -> tuple[tuple[str, ...], ...]:
    way = shortest_way(findings)
    certain = tuple(papers for step in way.steps if (papers := _papers_of(step)))
    return (*certain, ()) if any(_papers_of(step) for step in way.depending) else certain


def _papers_of(step: Step) -> tuple[str, ...]:
    options = (step.finding, *step.instead)
    return tuple(dict.fromkeys(paper for option in options for paper in option.rule.papers))


def valid_papers(subject: Subject, day: date) -> tuple[str, ...]:
    """Kinds of papers that are held on a day, checked or declared."""
    return tuple(
        sorted(
            kind
            for kind, held in subject.papers.items()
            if any(e.state != "rejected" and (e.expires is None or e.expires >= day) for e in held)
        )
    )


def kinds_of(subject: Subject, book: RuleBook) -> frozenset[str]:
    """Kinds of goods that a product is, or may be in some market or by some answer."""
    return frozenset(book.kinds(subject.facts))


def good_until(subject: Subject, day: date, book: RuleBook) -> date | None:
    """The first day on which the summaries of a product may differ; None for never.

    Rules begin or end, or evidence has seen its last day.
    """
    ends = (item.expires for held in subject.papers.values() for item in held)
    stated = (s.expires for d in subject.dossiers for s in d.statements.values())
    over = {end + timedelta(days=1) for end in (*ends, *stated) if end}
    changes = {book.next_change(day, kinds_of(subject, book)), *(o for o in over if o > day)}
    return min((change for change in changes if change), default=None)
