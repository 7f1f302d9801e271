"""The rules that the installation comes with, and what is refused of others."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.matching.readiness.faults import RulesRefused
from services.matching.readiness.lexicon import lexicon
from services.matching.readiness.reading import RULES, read_rules, shipped_rules


def test_all_ninety_five_requirements_are_there_with_their_source() -> None:
    book = shipped_rules()
    assert len(book.codes) == 95
    assert all(form.source for form in book.forms)


def test_on_every_day_a_requirement_has_one_version_at_most() -> None:
    edges = {form.valid_from for form in shipped_rules().forms if form.valid_from}
    for day in [date(2010, 1, 1), *edges]:
        in_force = [form.code for form in shipped_rules().forms if form.in_force(day)]
        assert len(in_force) == len(set(in_force))


def test_every_sentence_is_there_in_both_languages() -> None:
    for form in shipped_rules().forms:
        assert bool(form.note) == bool(form.note_en), form.code
    for question in lexicon().questions.values():
        assert question.text != question.text_en


def test_every_question_is_asked_by_some_rule() -> None:
    asked = set[str]()
    for rule in shipped_rules().rules:
        for condition in (rule.condition, rule.suffices, rule.shown_by):
            if condition:
                asked |= condition.asks({})
    for kind in lexicon().goods.values():
        asked |= kind.condition.asks({})
    about = {q.code for q in lexicon().questions.values() if q.about != "fact"}
    assert about <= asked


def _rewritten(folder: Path, *changes: dict[str, str], code: str = "CRT-HALAL") -> Path:
    """The shipped rules, one of them replaced by versions of its own."""
    with RULES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    [row] = [row for row in rows if row["code"] == code]
    kept = [other for other in rows if other["code"] != code]
    rewritten = folder / "rules.csv"
    with rewritten.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerows([*({**row, **change} for change in changes), *kept])
    return rewritten


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"goods": "snack;permen"}, "goods", "unknown-goods"),
        ({"markets": "LM;X:QQ"}, "markets", "unknown-markets"),
        ({"needs": "CRT-SURGA"}, "needs", "unknown-needs"),
        ({"condition": "storage = 'x'"}, "condition", "bad-condition"),
        ({"suffices": "nobody_knows"}, "suffices", "bad-condition"),
        ({"valid_from": "17-10-2026"}, "valid_from", "wrong-form"),
        ({"level": "X"}, "level", "wrong-form"),
        ({"binds": "buyer"}, "level", "wrong-form"),
        ({"valid_from": "2026-10-18", "valid_to": "2026-01-01"}, "valid_to", "dates-overlap"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, change: dict[str, str], column: str, code: str
) -> None:
    with pytest.raises(RulesRefused) as refused:
        read_rules(_rewritten(tmp_path, change), lexicon())
    [fault] = refused.value.members["errors"]
    assert (fault["row"], fault["column"], fault["code"]) == (2, column, code)
    assert fault["message"] != fault["message_en"]
    assert str(fault["row"]) in refused.value.detail


@pytest.mark.parametrize(
    ("begins", "code"),
    [("2027-01-02", "dates-gap"), ("2026-12-31", "dates-overlap"), ("", "dates-overlap")],
)
def test_versions_follow_each_other_day_by_day(tmp_path: Path, begins: str, code: str) -> None:
    first = {"valid_from": "2026-10-18", "valid_to": "2026-12-31"}
    right = _rewritten(tmp_path, first, {"valid_from": "2027-01-01"})
    assert len(read_rules(right, lexicon())) == len(shipped_rules().forms) + 1
    wrong = _rewritten(tmp_path, first, {"valid_from": begins})
    with pytest.raises(RulesRefused) as refused:
        read_rules(wrong, lexicon())
    assert {fault["code"] for fault in refused.value.members["errors"]} == {code}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = _rewritten(tmp_path, {"goods": "permen", "markets": "LL", "condition": "?"})
    with pytest.raises(RulesRefused) as refused:
        read_rules(file, lexicon())
    errors: list[dict[str, Any]] = refused.value.members["errors"]
    assert [fault["column"] for fault in errors] == ["goods", "markets", "condition"]
