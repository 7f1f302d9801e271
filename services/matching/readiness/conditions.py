"""Conditions of requirement rules: a small safe form with three values, yes, no and ask.

A condition is written like `storage == "ambient" and shelf_life_days > 7 and not claims`. It is
parsed by Python's own parser, of which only the forms below are taken, and never run as Python.
`and`, `or` and `not` follow Kleene's strong logic of three values (Introduction to
Metamathematics, 1952, §64), in which None stands for what is not known.
"""

import ast
import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contracts import lists
from kernel.words import Words

Truth = bool | None
Facts = Mapping[str, object]
"""What is known of a product on its way to a market, by name; None or absent for the unknown."""

TEXTS = ("category", "storage", "market")
NUMBERS = ("shelf_life_days", "capacity_per_month", "moq")
FLAGS = ("packed", "claims")
PREFIXES = ("hs",)
WORD_SETS = ("words", "claim_words")
PLACES = ("country",)
FACTS = (*TEXTS, *NUMBERS, *FLAGS, *PREFIXES, *WORD_SETS, *PLACES)

WORDS = Words(lists.SPELLINGS)

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
}


class BadCondition(ValueError):
    """A condition that cannot be read, with the reason in Indonesian and English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message, self.message_en = message, message_en


@dataclass(frozen=True)
class Country:
    """Where goods go: the codes that surely hold (a country and its groups), and those that may."""

    sure: frozenset[str]
    possible: frozenset[str] | None = frozenset()
    """None when it may be any country."""


class Condition:
    """A node of a condition."""

    def value(self, facts: Facts) -> Truth:
        """Yes, no, or None when it must be asked."""
        raise NotImplementedError

    def asks(self, facts: Facts) -> frozenset[str]:
        """The names on whose answers the value depends; none when it is known."""
        raise NotImplementedError


@dataclass(frozen=True)
class Always(Condition):
    """A condition that was left out."""

    def value(self, facts: Facts) -> Truth:
        return True

    def asks(self, facts: Facts) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True)
class Both(Condition):
    """All of its parts."""

    parts: tuple[Condition, ...]

    def value(self, facts: Facts) -> Truth:
        result: Truth = True
        for part in self.parts:
            value = part.value(facts)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    def asks(self, facts: Facts) -> frozenset[str]:
        if self.value(facts) is not None:
            return frozenset()
        return frozenset().union(*(part.asks(facts) for part in self.parts))


@dataclass(frozen=True)
class Not(Condition):
    """The opposite."""

    part: Condition

    def value(self, facts: Facts) -> Truth:
        value = self.part.value(facts)
        return None if value is None else not value

    def asks(self, facts: Facts) -> frozenset[str]:
        return self.part.asks(facts)


@dataclass(frozen=True)
class Holds(Condition):
    """A fact or an answer that is yes, or a number or code that is there."""

    name: str

    def value(self, facts: Facts) -> Truth:
        known = facts.get(self.name)
        return None if known is None else bool(known)

    def asks(self, facts: Facts) -> frozenset[str]:
        return frozenset((self.name,)) if self.value(facts) is None else frozenset()


@dataclass(frozen=True)
class Compared(Holds):
    """A number set against another, or a text that is another."""

    compare: Callable[[Any, Any], bool]
    bound: object

    def value(self, facts: Facts) -> Truth:
        known = facts.get(self.name)
        return None if known is None else self.compare(known, self.bound)


@dataclass(frozen=True)
class Among(Holds):
    """A text that is one of some, a code that starts like one, words among which is one."""

    choices: tuple[str, ...]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(WORDS.of(*self.choices))

    def value(self, facts: Facts) -> Truth:
        known = facts.get(self.name)
        if known is None:
            return None
        if isinstance(known, frozenset):
            return not self._words.isdisjoint(known)
        if isinstance(known, Country):
            return self._reached(known)
        if self.name in PREFIXES:
            return str(known).startswith(self.choices)
        return known in self.choices

    def _reached(self, goal: Country) -> Truth:
        if goal.sure.intersection(self.choices):
            return True
        if goal.possible is None or goal.possible.intersection(self.choices):
            return None
        return False


def parse(
    text: str,
    questions: Collection[str],
    definitions: Mapping[str, Condition],
    places: Collection[str] = (),
) -> Condition:
    """The condition that a text says; an empty text always holds.

    `questions` may be asked, `definitions` stand for longer conditions, `places` are the codes of
    countries and groups that there are. Raises BadCondition.
    """
    if not text.strip():
        return Always()
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadCondition(
            f"Syarat “{text}” tidak dapat dibaca.", f"The condition “{text}” cannot be read."
        ) from error
    return _Reader(questions, definitions, places).read(tree.body)


@dataclass(frozen=True)
class _Reader:
    questions: Collection[str]
    definitions: Mapping[str, Condition]
    places: Collection[str]

    def read(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return Both(tuple(map(self.read, values)))
            case ast.BoolOp(op=ast.Or(), values=values):  # a or b = not (not a and not b)
                return Not(Both(tuple(Not(self.read(value)) for value in values)))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.read(operand))
            case ast.Name(id=name):
                return self._named(name)
            case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[right]):
                return self._compared(name, op, right)
        raise _unreadable(node)

    def _named(self, name: str) -> Condition:
        if name in self.definitions:
            return self.definitions[name]
        if name in (*FLAGS, *NUMBERS, *PREFIXES) or name in self.questions:
            return Holds(name)
        raise BadCondition(
            f"“{name}” bukan fakta, pertanyaan, atau definisi yang dikenal.",
            f"“{name}” is no known fact, question or definition.",
        )

    def _compared(self, name: str, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, ast.In | ast.NotIn):
            among = Among(name, self._choices(name, right))
            return Not(among) if isinstance(op, ast.NotIn) else among
        if name in NUMBERS and type(op) in _COMPARISONS:
            return Compared(name, _COMPARISONS[type(op)], _literal(right, int))
        if name in TEXTS and isinstance(op, ast.Eq):
            return Compared(name, operator.eq, _literal(right, str))
        raise _unreadable(right)

    def _choices(self, name: str, right: ast.expr) -> tuple[str, ...]:
        if name not in FACTS or name in NUMBERS or name in FLAGS:
            raise BadCondition(
                f"“{name}” tidak dapat dibandingkan dengan daftar.",
                f"“{name}” cannot be compared with a list.",
            )
        if not isinstance(right, ast.Tuple | ast.List):
            raise _unreadable(right)
        choices = tuple(str(_literal(item, str)) for item in right.elts)
        self._expect_places(name, choices)
        return choices

    def _expect_places(self, name: str, choices: Sequence[str]) -> None:
        strangers = [c for c in choices if c not in self.places] if name in PLACES else []
        if strangers:
            raise BadCondition(
                f"Negara atau kelompok “{strangers[0]}” tidak dikenal.",
                f"The country or group “{strangers[0]}” is not known.",
            )


def _literal(node: ast.expr, kind: type[object]) -> object:
    if isinstance(node, ast.Constant) and type(node.value) is kind:
        return node.value
    raise _unreadable(node)


def _unreadable(node: ast.expr) -> BadCondition:
    text = ast.unparse(node)
    return BadCondition(
        f"Bagian “{text}” tidak boleh ada dalam syarat.",
        f"The part “{text}” may not stand in a condition.",
    )
