"""Reads requirement rules from the file that the installation comes with."""

import csv
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from services.matching.readiness.faults import RuleFault, RulesRefused, malformed
from services.matching.readiness.lexicon import DATA, Lexicon, lexicon
from services.matching.readiness.model import RuleForm
from services.matching.readiness.rulebook import Rows, RuleBook, faults_of, faults_of_countings

RULES = DATA / "rules.csv"
_LISTS = ("goods", "markets", "unconfirmed")
_OPTIONAL = ("validity_months", "valid_from", "valid_to", "verified_on")


@cache
def shipped_rules() -> RuleBook:
    """The rules that the installation comes with."""
    return RuleBook(lexicon(), [form for _, form in read_rules(RULES, lexicon())])


def read_rules(file: Path, words: Lexicon) -> Rows:
    """The requirements in a CSV file with the numbers of their rows (the header's is 1).

    Raises RulesRefused with all that is wrong, by row and column.
    """
    faults: list[RuleFault] = []
    rows: list[tuple[int, RuleForm]] = []
    with file.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                rows.append((number, RuleForm.model_validate(_typed(row))))
            except ValidationError as error:
                faults += [_malformed(number, row, fault) for fault in error.errors()]
    faults = faults or [*faults_of(rows, words), *faults_of_countings(rows, words)]
    if faults:
        raise RulesRefused(faults)
    return rows


def _typed(row: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = dict(row)
    for column in _LISTS:
        values[column] = tuple(part for part in row[column].split(";") if part)
    for column in _OPTIONAL:
        values[column] = row[column] or None
    values["name"], values["note"] = row["name_id"], row["note_id"]
    return values


def _malformed(number: int, row: dict[str, str], fault: object) -> RuleFault:
    place, message = fault["loc"], fault["msg"]  # type: ignore[index]
    column = str(place[0]) if place else "level"
    return malformed(number, column, row.get(column, ""), message)
