"""All requirements of an installation, checked, and found by goods, market and day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from services.matching.readiness.conditions import BadCondition, Condition, Facts, Truth
from services.matching.readiness.faults import (
    RuleFault,
    RulesRefused,
    bad_condition,
    gap,
    overlap,
    unknown,
)
from services.matching.readiness.lexicon import Lexicon
from services.matching.readiness.markets import ANY_EXPORT, HOME
from services.matching.readiness.model import RuleForm, Weight

Rows = Sequence[tuple[int, RuleForm]]
"""Requirements with the numbers of the rows where they stand."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A requirement with its conditions read, and the papers that are evidence of it."""

    form: RuleForm
    condition: Condition
    suffices: Condition
    shown_by: Condition | None
    papers: tuple[str, ...]
    weight: Weight

    @classmethod
    def of(cls, form: RuleForm, lexicon: Lexicon) -> "Rule":
        """Raises BadCondition."""
        return cls(
            form,
            lexicon.read(form.condition),
            lexicon.read(form.suffices),
            lexicon.read(form.shown_by) if form.shown_by else None,
            lexicon.papers_for.get(form.code, ()),
            form.weight,
        )


@dataclass
class RuleBook:
    """The requirements in force, by day; `number` grows with every change of them."""

    lexicon: Lexicon
    forms: Sequence[RuleForm]
    number: int = 0
    _found: dict[tuple[frozenset[str], frozenset[str], date], tuple[Rule, ...]] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        faults = faults_of(list(enumerate(self.forms, start=1)), self.lexicon)
        if faults:
            raise RulesRefused(faults)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every version of every requirement."""
        return tuple(Rule.of(form, self.lexicon) for form in self.forms)

    @cached_property
    def groups(self) -> Mapping[str, tuple[Rule, ...]]:
        """Requirements of which one is enough, by the name of their group."""
        found: dict[str, tuple[Rule, ...]] = defaultdict(tuple)
        for rule in self.rules:
            if rule.form.any_of:
                found[rule.form.any_of] += (rule,)
        return found

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of all requirements."""
        return frozenset(form.code for form in self.forms)

    @cached_property
    def markets(self) -> tuple[str, ...]:
        """One market for each set of rules: at home, then abroad by country or group."""
        abroad = {mark for form in self.forms for mark in form.markets} - {*HOME, ANY_EXPORT}
        return (*HOME, ANY_EXPORT, *sorted(abroad))

    def binds_by_law(self, code: str) -> bool:
        """Whether some version of a requirement is law once its condition holds."""
        return any(form.code == code and form.binds == "law" for form in self.forms)

    def kinds(self, facts: Facts) -> Mapping[str, Truth]:
        """Kinds of goods that a product is, or (None) may be."""
        values = ((k.code, k.condition.value(facts)) for k in self.lexicon.goods.values())
        return {code: value for code, value in values if value is not False}

    def concerning(
        self, kinds: frozenset[str], marks: frozenset[str], day: date
    ) -> tuple[Rule, ...]:
        """Requirements in force on a day for some kinds of goods under some marks of a market."""
        key = (kinds, marks, day)
        if key not in self._found:
            if len(self._found) > 5_000:
                self._found.clear()
            self._found[key] = tuple(rule for rule in self.rules if _concerns(rule.form, *key))
        return self._found[key]

    def coming(self, kinds: frozenset[str], marks: frozenset[str], day: date) -> tuple[Rule, ...]:
        """Requirements that come into force or change within a year after a day."""
        starts = {rule.form.valid_from for rule in self.rules if rule.form.valid_from}
        horizon = day + timedelta(days=365)
        return tuple(
            rule
            for start in sorted(start for start in starts if day < start <= horizon)
            for rule in self.concerning(kinds, marks, start)
            if rule.form.valid_from == start
        )

    def next_change(self, day: date, kinds: AbstractSet[str]) -> date | None:
        """The first day after `day` on which another set concerns goods of some kinds."""
        own = [form for form in self.forms if _is_for(form, kinds)]
        first = {form.needs for form in own if form.needs}
        forms = [*own, *(form for form in self.forms if form.code in first)]
        starts = {form.valid_from for form in forms if form.valid_from}
        ends = {form.valid_to + timedelta(days=1) for form in forms if form.valid_to}
        return min((change for change in starts | ends if change > day), default=None)


def _concerns(form: RuleForm, kinds: frozenset[str], marks: frozenset[str], day: date) -> bool:
    return (
        form.in_force(day)
        and form.binds != "lifted"
        and not marks.isdisjoint(form.markets)
        and _is_for(form, kinds)
    )


def _is_for(form: RuleForm, kinds: AbstractSet[str]) -> bool:
    return "*" in form.goods or not kinds.isdisjoint(form.goods)


@dataclass(frozen=True)
class Reach:
    """Kinds of goods ("*" for all) and marks of markets (None for all) that findings hang on."""

    kinds: frozenset[str]
    marks: frozenset[str] | None


EVERYTHING = Reach(frozenset("*"), None)


def touched_by(codes: AbstractSet[str], forms: Iterable[RuleForm]) -> Reach:
    """What hangs on some requirements among all `forms`.

    The goods are those of the requirements themselves and of those that need one of them first:
    another one of a group stands in only for goods of its own kinds. It does so in whatever market,
    so the markets are those of the whole group.
    """
    every = tuple(forms)
    touched = [form for form in every if not codes.isdisjoint((form.code, form.needs))]
    groups = {form.any_of for form in touched} - {""}
    beside = [form for form in every if form.any_of in groups]
    return Reach(
        frozenset(kind for form in touched for kind in form.goods),
        frozenset(mark for form in (*touched, *beside) for mark in form.markets),
    )


def faults_of(rows: Rows, lexicon: Lexicon) -> list[RuleFault]:
    """Everything that is wrong with some requirements, by row and column.

    What a requirement needs first must need nothing itself.
    """
    needful = {form.code for _, form in rows if form.needs}
    codes = {form.code for _, form in rows} - needful
    faults = [fault for row, form in rows for fault in _faults_of_one(row, form, codes, lexicon)]
    return faults + _faults_of_dates(rows)


def _faults_of_one(
    row: int, form: RuleForm, codes: set[str], lexicon: Lexicon
) -> Iterable[RuleFault]:
    marks = {*HOME, ANY_EXPORT} | {f"X:{place}" for place in lexicon.places - {"ID"}}
    for column, given, known in (
        ("goods", form.goods, {"*"} | lexicon.goods.keys()),
        ("markets", form.markets, marks),
        ("needs", (form.needs,) if form.needs else (), codes),
    ):
        yield from (unknown(row, column, value) for value in given if value not in known)
    for column in ("condition", "suffices", "shown_by"):
        text = getattr(form, column)
        try:
            lexicon.read(text)
        except BadCondition as error:
            yield bad_condition(row, column, text, error)


def _faults_of_dates(rows: Rows) -> list[RuleFault]:
    by_code: dict[str, list[tuple[int, RuleForm]]] = defaultdict(list)
    for row, form in rows:
        by_code[form.code].append((row, form))
    return [fault for versions in by_code.values() for fault in _faults_between(versions)]


def _faults_between(versions: Rows) -> Iterable[RuleFault]:
    """What is wrong where one version of a requirement follows another."""
    for row, form in versions:
        if form.valid_from and form.valid_to and form.valid_to < form.valid_from:
            yield overlap(row, "valid_to", form, form.valid_from)
    ordered = sorted(versions, key=lambda version: version[1].valid_from or date.min)
    for (_, before), (row, after) in pairwise(ordered):
        begins, ended = after.valid_from or date.min, before.valid_to or date.max
        if begins <= ended:
            yield overlap(row, "valid_from", after, before.valid_to)
        elif begins > ended + timedelta(days=1):
            yield gap(row, after, ended)


def faults_of_countings(rows: Rows, lexicon: Lexicon) -> list[RuleFault]:
    """Papers that do not exist, or that would be evidence of no requirement that exists."""
    codes = {form.code for _, form in rows}
    return [
        unknown(row, column, value)
        for row, counting in enumerate(lexicon.countings, start=2)
        for column, value, known in (
            ("paper", counting.paper, lexicon.known_papers),
            ("requirement", counting.requirement, codes),
        )
        if value not in known
    ]
