"""Findings summed up for the office: what a product lacks for a market, and which papers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from services.matching.readiness.engine import assess
from services.matching.readiness.findings import Finding
from services.matching.readiness.ladder import Step, shortest_way
from services.matching.readiness.markets import market_of
from services.matching.readiness.rulebook import RuleBook
from services.matching.readiness.subject import Subject


@dataclass(frozen=True)
class Summary:
    """What a product lacks for a market.

    `lacking` are the requirements that are missing, `unknown` those to be asked about;
    `papers_lacking` has for each that blocks and that papers are evidence of the kinds that would
    do; `papers_held` are the kinds that are held, valid and not rejected.
    """

    edition: str
    market: str
    product: str
    exhibitor: str
    regency: str
    category: str
    ready: bool
    lacking: tuple[str, ...]
    unknown: tuple[str, ...]
    papers_lacking: tuple[tuple[str, ...], ...]
    papers_held: tuple[str, ...]

    @property
    def id(self) -> str:
        """A product has one summary for each market."""
        return summary_id(self.product, self.market)

    def document(self) -> dict[str, Any]:
        """As it is kept."""
        return {"_id": self.id, **asdict(self)}


def summary_id(product: str, market: str) -> str:
    """The id of a product's summary for a market."""
    return f"{product}@{market}"


def summaries_of(subject: Subject, day: date, book: RuleBook) -> list[Summary]:
    """One for each market that has rules of its own."""
    return [_summary(subject, code, day, book) for code in book.markets]


def _summary(subject: Subject, market: str, day: date, book: RuleBook) -> Summary:
    goods = subject.goods
    findings = assess(subject, market_of(market, book.lexicon), day, book)
    lacking = ("missing", "in_progress")
    return Summary(
        edition=goods.edition,
        market=market,
        product=goods.id,
        exhibitor=goods.exhibitor,
        regency=goods.regency,
        category=goods.category,
        ready=not any(finding.blocks for finding in findings),
        lacking=tuple(f.rule.form.code for f in findings if f.status in lacking),
        unknown=tuple(f.rule.form.code for f in findings if f.status == "unknown"),
        papers_lacking=_papers_lacking(findings),
        papers_held=valid_papers(subject, day),
    )


def _papers_lacking(findings: Sequence[Finding]) -> tuple[tuple[str, ...], ...]:
    steps = shortest_way(findings).steps
    kinds = (_papers_of(step) for step in steps)
    return tuple(papers for papers in kinds if papers)


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


def good_until(subject: Subject, day: date, book: RuleBook) -> date | None:
    """The first day on which the summaries of a product may differ; None for never.

    Rules begin or end, or evidence has seen its last day.
    """
    ends = (item.expires for held in subject.papers.values() for item in held)
    stated = (s.expires for d in subject.dossiers for s in d.statements.values())
    over = {end + timedelta(days=1) for end in (*ends, *stated) if end}
    changes = {book.next_change(day), *(last for last in over if last > day)}
    return min((change for change in changes if change), default=None)
