"""What rules may speak of: kinds of goods, groups of countries, questions, definitions, papers."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from contracts import lists
from services.matching import places
from services.matching.readiness.conditions import Condition, parse

DATA = Path(__file__).parents[3] / "data" / "requirements"

About = Literal["firm", "product", "fact"]


@dataclass(frozen=True)
class Question:
    """What must be known before a rule can be applied, and about whom or what it is asked.

    A question about a `fact` is answered by completing the product in the catalogue.
    """

    code: str
    about: About
    text: str
    text_en: str


@dataclass(frozen=True)
class GoodsKind:
    """A kind of goods in the words of the rules, and which products belong to it."""

    code: str
    name: str
    name_en: str
    condition: Condition


@dataclass(frozen=True)
class Counting:
    """A kind of paper that is evidence of a requirement, held by the product, or the firm too."""

    paper: str
    requirement: str
    held_by: Literal["product", "both"]


@dataclass(frozen=True)
class Lexicon:
    """All that rules may speak of, read from `data/requirements/`."""

    questions: Mapping[str, Question]
    definitions: Mapping[str, Condition]
    goods: Mapping[str, GoodsKind]
    groups: Mapping[str, frozenset[str]]
    countings: tuple[Counting, ...]

    @cached_property
    def places(self) -> frozenset[str]:
        """Codes of countries and groups of them."""
        return places.countries() | self.groups.keys()

    @cached_property
    def papers_for(self) -> Mapping[str, tuple[str, ...]]:
        """Kinds of papers that are evidence, by requirement."""
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for counting in self.countings:
            found[counting.requirement] += (counting.paper,)
        return found

    @cached_property
    def known_papers(self) -> frozenset[str]:
        """Kinds of papers that there are."""
        return frozenset(lists.paper_kinds())

    def read(self, condition: str) -> Condition:
        """Raises BadCondition."""
        answerable = {q.code for q in self.questions.values() if q.about != "fact"}
        return parse(condition, answerable, self.definitions, self.places)

    def groups_of(self, country: str) -> frozenset[str]:
        """The groups that a country belongs to."""
        return frozenset(name for name, members in self.groups.items() if country in members)


@cache
def lexicon() -> Lexicon:
    """The one that the installation comes with."""
    questions = {row["code"]: _question(row) for row in _rows("questions.csv")}
    groups: dict[str, frozenset[str]] = defaultdict(frozenset)
    for row in _rows("markets.csv"):
        groups[row["group"]] |= {row["country"]}
    answerable = {q.code for q in questions.values() if q.about != "fact"}
    known_places = places.countries() | groups.keys()
    definitions: dict[str, Condition] = {}
    for row in _rows("definitions.csv"):
        definitions[row["name"]] = parse(row["condition"], answerable, definitions, known_places)
    goods = {
        row["code"]: GoodsKind(
            row["code"],
            row["name_id"],
            row["name_en"],
            parse(row["condition"], answerable, definitions, known_places),
        )
        for row in _rows("goods.csv")
    }
    countings = tuple(Counting(**row) for row in _rows("evidence.csv"))  # type: ignore[arg-type]
    return Lexicon(questions, definitions, goods, groups, countings)


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _question(row: dict[str, str]) -> Question:
    return Question(row["code"], row["about"], row["text_id"], row["text_en"])  # type: ignore[arg-type]
