"""What is found of a product and one requirement, and which finding comes first."""

from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from contracts import lists
from services.matching.readiness.conditions import Always, Truth
from services.matching.readiness.model import RuleForm, Weight
from services.matching.readiness.rulebook import Rule
from services.matching.readiness.subject import Evidence

SOON_DAYS = 90
"""Evidence that ends in fewer days than these is met, but expiring."""

Status = Literal["met", "expiring", "in_progress", "missing", "unknown", "not_applicable"]
Cause = Literal[
    "",
    "none",
    "declared",
    "rejected",
    "expired",
    "ends-too-soon",
    "not-suited",
    "needs-first",
    "alternative",
    "waived",
]
CLOSED: frozenset[Status] = frozenset(("met", "expiring", "not_applicable"))
BUYERS_PAPER = "BUY-"


class Finding(NamedTuple):
    """How a product stands with one requirement, and why."""

    rule: Rule
    applies: Truth
    status: Status
    cause: Cause
    weight: Weight
    expires: date | None = None
    questions: frozenset[str] = frozenset()
    evidence: Evidence | None = None
    met_by: str = ""
    asked_by_buyer: bool = False

    @property
    def open(self) -> bool:
        """Whether something is still to be done or answered."""
        return self.status not in CLOSED

    @property
    def blocks(self) -> bool:
        """Whether it keeps the product out: an open requirement of law or of the buyer."""
        return self.open and self.weight in ("law", "buyer")


_FLAWS: tuple[Cause, ...] = ("", "ends-too-soon", "declared", "expired", "rejected")


def goodness(flaw: Cause, evidence: Evidence) -> tuple[int, int]:
    """Sorts the best evidence first; of two that will do, the one that lasts longer."""
    lasting = (evidence.expires or date.max).toordinal()
    return _FLAWS.index(flaw), -lasting


_WEIGHTS: tuple[Weight, ...] = ("law", "buyer", "unconfirmed", "recommended", "lifted")
_STATUSES: tuple[Status, ...] = (
    "missing",
    "unknown",
    "in_progress",
    "expiring",
    "met",
    "not_applicable",
)


def order(finding: Finding) -> tuple[bool, int, int, str]:
    """Sorts the blocking first: law, then the buyer, then what is unconfirmed or advice."""
    return (
        not finding.open,
        _WEIGHTS.index(finding.weight),
        _STATUSES.index(finding.status),
        finding.rule.form.code,
    )


@cache
def buyers_paper(kind: str) -> Rule:
    """The requirement that a buyer makes by asking for a kind of paper."""
    named = lists.paper_kinds().get(kind)
    form = RuleForm(
        code=f"{BUYERS_PAPER}{kind}",
        name=named.name if named else kind,
        name_en=named.name_en if named else kind,
        issuer="",
        goods=("*",),
        markets=("LT", "LM", "IN", "X:*"),
        level="B",
        binds="buyer",
        dimension="certification",
        holder="product",
        basis="S",
        source="Pembeli / buyer",
    )
    return Rule(form, Always(), Always(), None, (kind,), "buyer")
