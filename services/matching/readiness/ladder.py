"""The ladder from traditional trade to export: where a product stands, and the shortest way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.matching.readiness.engine import assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.markets import HOME, market_of
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.subject import Subject


@dataclass(frozen=True)
class Step:
    """A requirement to meet; where one of several will do, the others."""

    finding: Finding
    instead: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Way:
    """The smallest set of requirements to meet, and those that depend on an answer.

    Whatever the answers turn out to be, at least `len(steps)` and at most `len(steps) +
    len(depending)` requirements are to be met.
    """

    steps: tuple[Step, ...]
    depending: tuple[Step, ...]

    @property
    def questions(self) -> frozenset[str]:
        """What must be answered before the set is certain."""
        asked = (f for step in self.depending for f in (step.finding, *step.instead))
        return frozenset[str]().union(*(finding.questions for finding in asked))


@dataclass(frozen=True)
class Rung:
    """A market on the ladder, and what stands between the product and it."""

    market: str
    findings: tuple[Finding, ...]

    @property
    def reached(self) -> bool:
        """Whether nothing of law or of buyers' practice is open."""
        return not any(finding.blocks for finding in self.findings)


@dataclass(frozen=True)
class Ladder:
    """The rungs from the lowest on; a product stands on the last below the first not reached."""

    rungs: tuple[Rung, ...]

    @property
    def stands(self) -> Rung | None:
        """The rung where the product stands, None when it is on none."""
        below = self.rungs[: self.rungs.index(self.next)] if self.next else self.rungs
        return below[-1] if below else None

    @property
    def next(self) -> Rung | None:
        """The first rung that is not reached, None at the top."""
        return next((rung for rung in self.rungs if not rung.reached), None)


def ladder(subject: Subject, day: date, book: RuleBook, abroad: str) -> Ladder:
    """The ladder of a product; `abroad` is the market of its highest rung, such as X:NL.

    Where that is "" the ladder ends at home.
    """
    codes = (*HOME, abroad) if abroad else HOME
    markets = [market_of(code, book.lexicon) for code in codes]
    return Ladder(tuple(Rung(m.code, assess(subject, m, day, book)) for m in markets))


def shortest_way(findings: Sequence[Finding]) -> Way:
    """The smallest set of requirements that closes all that blocks.

    Exact: a requirement belongs to one group at most, so each open group needs just one of its
    own, and no set can do with fewer than one for each. Where a paper that a buyer asks for anyway
    is evidence for a group, the group needs nothing more.
    """
    slots: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.blocks:
            form = finding.rule.form
            slots.setdefault(form.any_of or form.code, []).append(finding)
    asked_for = {
        paper
        for options in slots.values()
        for finding in options
        if finding.asked_by_buyer and not finding.rule.form.any_of
        for paper in finding.rule.papers
    }
    steps = [_step(options) for options in slots.values() if not _covered(options, asked_for)]
    return Way(
        tuple(step for step in steps if step.finding.applies),
        tuple(step for step in steps if not step.finding.applies),
    )


def _step(options: Sequence[Finding]) -> Step:
    """What surely applies comes before what may."""
    best, *others = sorted(options, key=lambda finding: not finding.applies)
    return Step(best, tuple(others))


def _covered(options: Sequence[Finding], papers: set[str]) -> bool:
    in_group = bool(options[0].rule.form.any_of) and not options[0].asked_by_buyer
    return in_group and any(papers.intersection(finding.rule.papers) for finding in options)
