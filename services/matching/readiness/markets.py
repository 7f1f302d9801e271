"""Where goods may be sold: traditional trade, modern retail, institutions, and abroad."""

from dataclasses import dataclass

from kernel.problems import Invalid
from services.matching.readiness.conditions import Country
from services.matching.readiness.lexicon import Lexicon

HOME = ("LT", "LM", "IN")
ANY_EXPORT = "X:*"


@dataclass(frozen=True)
class Market:
    """A market, the marks under which rules may name it, and the country the goods go to."""

    code: str
    marks: frozenset[str]
    country: Country


def market_of(code: str, lexicon: Lexicon) -> Market:
    """The market LT, LM, IN, X:* (any country), X:NL (one) or X:EU (a group).

    Raises Invalid for any other.
    """
    if code in HOME:
        return Market(code, frozenset((code,)), Country(frozenset(("ID",))))
    if code == ANY_EXPORT:
        return Market(code, frozenset((ANY_EXPORT,)), Country(frozenset(), None))
    goal = code.removeprefix("X:") if code.startswith("X:") else ""
    if goal in lexicon.groups:
        country = Country(frozenset((goal,)), lexicon.groups[goal])
        return Market(code, frozenset((ANY_EXPORT, code)), country)
    if goal in lexicon.places and goal != "ID":
        sure = lexicon.groups_of(goal) | {goal}
        marks = frozenset(f"X:{name}" for name in sure) | {ANY_EXPORT}
        return Market(code, marks, Country(sure))
    raise Invalid(
        f"Pasar “{code}” tidak dikenal. Pakai LT, LM, IN, X:* (ekspor), X:NL, atau X:EU.",
        f"The market “{code}” is not known. Use LT, LM, IN, X:* (export), X:NL or X:EU.",
        code="unknown-market",
    )
