"""A product with all that is known of it: facts, answers, and evidence from every side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from services.matching.model import HeldPaper
from services.matching.readiness.conditions import WORDS, Facts
from services.matching.readiness.lexicon import Lexicon
from services.matching.readiness.model import Dossier, Firm, Goods, Statement

Origin = Literal["product", "firm", "statement", "fact", "supposed"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that shows that a requirement is met: a paper, a statement or a stated fact."""

    state: Literal["declared", "checked", "rejected"]
    expires: date | None
    origin: Origin
    paper: str = ""


@dataclass(frozen=True)
class Subject:
    """A product, the firm behind it and what both have answered and stated."""

    goods: Goods
    firm: Firm | None
    dossiers: Sequence[Dossier]
    """Of the firm first, then of the product, then of the demand at hand: the later wins."""
    lexicon: Lexicon
    supposed: frozenset[str] = frozenset()
    """Kinds of papers and codes of requirements that are taken to be held and checked."""
    supposed_answers: Mapping[str, bool] | None = None

    def supposing(self, held: Iterable[str], answers: Mapping[str, bool]) -> "Subject":
        """The same as if it had some papers, met some requirements and gave some answers."""
        return replace(
            self,
            supposed=self.supposed | frozenset(held),
            supposed_answers={**(self.supposed_answers or {}), **answers},
        )

    @cached_property
    def facts(self) -> Facts:
        """What conditions may look at, without what depends on the market."""
        goods, answers = self.goods, [dossier.answers for dossier in self.dossiers]
        facts: dict[str, object] = {
            "category": goods.category,
            "storage": goods.storage,
            "hs": goods.hs_code or None,
            "shelf_life_days": goods.shelf_life_days,
            "capacity_per_month": goods.capacity_per_month,
            "moq": goods.moq,
            "packed": goods.packed,
            "claims": bool(goods.claims),
            "words": frozenset(WORDS.of(goods.name, goods.name_en)),
            "claim_words": frozenset(WORDS.of(*goods.claims)),
        }
        for given in (*answers, self.supposed_answers or {}):
            facts |= given
        return facts

    @cached_property
    def papers(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Evidence by the kind of paper, of the product and of the firm."""
        found: dict[str, tuple[Evidence, ...]] = defaultdict(tuple)
        for kind in self.supposed & self.lexicon.known_papers:
            found[kind] += (Evidence("checked", None, "supposed", kind),)
        for paper in self.goods.papers:
            found[paper.kind] += (_of_paper(paper, "product"),)
        for paper in self.firm.papers if self.firm else ():
            found[paper.kind] += (_of_paper(paper, "firm"),)
        return dict(found)

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Evidence by the code of the requirement that it may show to be met."""
        found: dict[str, tuple[Evidence, ...]] = defaultdict(tuple)
        for counting in self.lexicon.countings:
            for item in self.papers.get(counting.paper, ()):
                if item.origin != "firm" or counting.held_by == "both":
                    found[counting.requirement] += (item,)
        for code in self.supposed - self.lexicon.known_papers:
            found[code] += (Evidence("checked", None, "supposed"),)
        for dossier in self.dossiers:
            for code, statement in dossier.statements.items():
                if statement.state != "in_progress":
                    found[code] += (_of_statement(statement),)
        return dict(found)

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Kinds of papers that the rules have never heard of; they count for nothing."""
        return tuple(sorted(self.papers.keys() - self.lexicon.known_papers))

    def in_progress(self, requirement: str) -> Statement | None:
        """What was said of a requirement that is being worked on."""
        for dossier in self.dossiers:
            statement = dossier.statements.get(requirement)
            if statement and statement.state == "in_progress":
                return statement
        return None


def _of_paper(paper: HeldPaper, origin: Origin) -> Evidence:
    return Evidence(paper.state, paper.expires, origin, paper.kind)


def _of_statement(statement: Statement) -> Evidence:
    return Evidence(_STATES[statement.state], statement.expires, "statement")


_STATES: dict[str, Literal["declared", "checked", "rejected"]] = {
    "held": "declared",
    "checked": "checked",
    "rejected": "rejected",
}
