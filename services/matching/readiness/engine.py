"""What stands between a product and a market on a day: one finding for each requirement.

A pure function of the product, its firm, their answers and evidence, the rules and the day. How
each rule is applied stands in docs/decisions/0011.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.matching.readiness.conditions import Facts, Truth
from services.matching.readiness.findings import (
    SOON_DAYS,
    Cause,
    Finding,
    Status,
    buyers_paper,
    goodness,
    order,
)
from services.matching.readiness.markets import Market
from services.matching.readiness.model import Ask, Weight
from services.matching.readiness.rulebook import Rule, RuleBook
from services.matching.readiness.subject import Evidence, Subject


@dataclass(frozen=True)
class Wanted:
    """What a buyer wants beyond the rules; it adds and tightens, and waives practices only."""

    papers: tuple[str, ...] = ()
    asks: Mapping[str, Ask] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)


NOTHING = Wanted()


def assess(
    subject: Subject, market: Market, day: date, book: RuleBook, wanted: Wanted = NOTHING
) -> tuple[Finding, ...]:
    """Findings for all requirements that concern such goods in a market, the blocking first."""
    return _Assessment(subject, market, day, book, wanted).findings()


@dataclass(frozen=True)
class _Assessment:
    subject: Subject
    market: Market
    day: date
    book: RuleBook
    wanted: Wanted

    def findings(self) -> tuple[Finding, ...]:
        facts = {
            **self.subject.facts,
            "market": self.market.code.partition(":")[0],
            "country": self.market.country,
        }
        kinds = self.book.kinds(facts)
        rules = self.book.concerning(frozenset(kinds), self.market.marks, self.day)
        found = [self._finding(rule, kinds, facts) for rule in rules]
        found = [self._in_group(finding, kinds, facts) for finding in found]
        return tuple(sorted(self._with_buyers_papers(found), key=order))

    def _finding(self, rule: Rule, kinds: Mapping[str, Truth], facts: Facts) -> Finding:
        ask = self.wanted.asks.get(rule.form.code)
        weight = _tightened(rule.weight) if ask else rule.weight
        applies = True if ask else _and(_is_kind(rule, kinds), rule.condition.value(facts))
        if applies is False:
            return Finding(rule, False, "not_applicable", "", weight)
        if rule.form.code in self.wanted.waived and rule.form.binds != "law":
            return Finding(rule, applies, "not_applicable", "waived", weight)
        finding = self._judged(rule, facts, weight, ask, applies)
        if applies is None and finding.open:
            questions = rule.condition.asks(facts) | self._asks_of_kind(rule, kinds, facts)
            return finding._replace(status="unknown", questions=questions)
        return finding

    def _asks_of_kind(self, rule: Rule, kinds: Mapping[str, Truth], facts: Facts) -> frozenset[str]:
        if _is_kind(rule, kinds):
            return frozenset()
        goods = self.book.lexicon.goods
        unsure = (goods[code] for code in rule.form.goods if code in kinds)
        return frozenset[str]().union(*(kind.condition.asks(facts) for kind in unsure))

    def _judged(
        self, rule: Rule, facts: Facts, weight: Weight, ask: Ask | None, applies: Truth
    ) -> Finding:
        """Met, in progress or missing, by the best evidence there is."""
        cause, evidence = self._best(rule, facts, weight, ask)
        status, expires = self._status(rule, cause, evidence)
        return Finding(
            rule,
            applies,
            status,
            cause,
            weight,
            expires,
            evidence=evidence,
            asked_by_buyer=ask is not None,
        )

    def _status(
        self, rule: Rule, cause: Cause, evidence: Evidence | None
    ) -> tuple[Status, date | None]:
        """And the day on which the evidence ends, or on which it is expected."""
        if cause == "" and evidence:
            soon = evidence.expires and (evidence.expires - self.day).days < SOON_DAYS
            return ("expiring" if soon else "met"), evidence.expires
        expected = self.subject.in_progress(rule.form.code)
        return ("in_progress", expected.expected) if expected else ("missing", None)

    def _best(
        self, rule: Rule, facts: Facts, weight: Weight, ask: Ask | None
    ) -> tuple[Cause, Evidence | None]:
        """The best evidence, and what keeps it from being enough ("" for nothing)."""
        must_be_checked = weight == "law" or (ask is not None and ask.checked)
        least_days = ask.least_days if ask else 0
        held = self._evidence(rule, facts)
        cause, evidence = self._best_of(held, must_be_checked, least_days)
        if cause == "" and rule.suffices.value(facts) is not True:
            return "not-suited", evidence
        if cause == "" and rule.form.needs and not self._has(rule.form.needs, facts):
            return "needs-first", evidence
        return cause, evidence

    def _best_of(
        self, held: Sequence[Evidence], must_be_checked: bool, least_days: int
    ) -> tuple[Cause, Evidence | None]:
        if not held:
            return "none", None
        judged = [(self._flaw(item, must_be_checked, least_days), item) for item in held]
        return min(judged, key=lambda pair: goodness(*pair))

    def _evidence(self, rule: Rule, facts: Facts) -> Sequence[Evidence]:
        held = self.subject.evidence.get(rule.form.code, ())
        if rule.shown_by is not None and rule.shown_by.value(facts):
            return (*held, Evidence("declared", None, "fact"))
        return held

    def _flaw(self, evidence: Evidence, must_be_checked: bool, least_days: int) -> Cause:
        if evidence.state == "rejected":
            return "rejected"
        if evidence.expires is not None and evidence.expires < self.day:
            return "expired"
        if must_be_checked and evidence.state != "checked":
            return "declared"
        if evidence.expires is not None and (evidence.expires - self.day).days < least_days:
            return "ends-too-soon"
        return ""

    def _has(self, code: str, facts: Facts) -> bool:
        """Whether a requirement that another one needs first is met, in whatever market."""
        rules = (rule for rule in self.book.rules if rule.form.code == code)
        in_force = [rule for rule in rules if rule.form.in_force(self.day)]
        return any(self._best(rule, facts, rule.weight, None)[0] == "" for rule in in_force)

    def _in_group(self, finding: Finding, kinds: Mapping[str, Truth], facts: Facts) -> Finding:
        """Met, where another requirement of its group is met by these goods."""
        group = finding.rule.form.any_of
        if not group or not finding.open or finding.asked_by_buyer:
            return finding
        for other in self.book.groups[group]:
            if self._stands_in(other, finding.rule, kinds, facts):
                met = self._judged(other, facts, finding.weight, None, True)
                return met._replace(
                    rule=finding.rule,
                    applies=finding.applies,
                    cause="alternative",
                    met_by=other.form.code,
                )
        return finding

    def _stands_in(self, other: Rule, rule: Rule, kinds: Mapping[str, Truth], facts: Facts) -> bool:
        return (
            other.form.code != rule.form.code
            and other.form.in_force(self.day)
            and _is_kind(other, kinds) is True
            and self._best(other, facts, rule.weight, None)[0] == ""
        )

    def _with_buyers_papers(self, found: Sequence[Finding]) -> Iterable[Finding]:
        """The findings with those that a buyer asks for made its own, or added."""
        own = {kind: self._lawful(kind, found) for kind in self.wanted.papers}
        raised = {code for codes in own.values() for code in codes}
        for finding in found:
            if finding.rule.form.code in raised:
                weight = _tightened(finding.weight)
                yield finding._replace(weight=weight, asked_by_buyer=True)
            else:
                yield finding
        for kind in self.wanted.papers:
            if not own[kind]:
                yield self._of_paper(kind)

    def _lawful(self, kind: str, found: Sequence[Finding]) -> list[str]:
        """The requirements that this very kind of paper, and no other, would meet."""
        return [
            f.rule.form.code
            for f in found
            if f.applies and f.rule.papers == (kind,) and not f.rule.form.any_of
        ]

    def _of_paper(self, kind: str) -> Finding:
        rule = buyers_paper(kind)
        cause, evidence = self._best_of(self.subject.papers.get(kind, ()), False, 0)
        status, expires = self._status(rule, cause, evidence)
        return Finding(
            rule, True, status, cause, "buyer", expires, evidence=evidence, asked_by_buyer=True
        )


def _and(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _is_kind(rule: Rule, kinds: Mapping[str, Truth]) -> Truth:
    """Whether the goods are of a kind that the requirement is for."""
    if "*" in rule.form.goods:
        return True
    values = [kinds[code] for code in rule.form.goods if code in kinds]
    if not values:
        return False
    return True if True in values else None


def _tightened(weight: Weight) -> Weight:
    return weight if weight == "law" else "buyer"
