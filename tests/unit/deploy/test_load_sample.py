"""Loading the sample: each sheet once, in order, its progress and mistakes told; never twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from deploy.local import load_sample
from deploy.local.load_sample import FILES, how_far, load, row_errors, sign_ins, wait_for_matches
from deploy.local.organiser import LoadError, Organiser, RefusedError

ROWS = {"total": 3, "valid": 2, "invalid": 1, "created": 2, "changed": 0, "unchanged": 0}
ERROR = {"row": 2, "column": "harga", "message_en": "must be above zero"}
NO_SUCH_EDITION = b'{"code": "no-edition", "detail_en": "There is none."}'
EXISTS = b'{"code": "edition-exists", "detail_en": "It is there."}'


class Platform(Organiser):
    """A platform in memory that answers as the import API does."""

    def __init__(self) -> None:
        self.imported: list[str] = []
        self.editions: list[str] = []
        self.ending = "done"
        self.summaries = iter([5, 9, 9])
        self.matches = 0

    def sign_in(self) -> None:
        pass

    def post(self, path: str, body: Any) -> Any:
        if body["id"] in self.editions:
            raise RefusedError(409, EXISTS)
        self.editions.append(body["id"])

    def send(self, path: str, file: Path) -> Any:
        self.imported.append(path.split("/")[2])
        return self.job("queued", written=0)

    def get(self, path: str) -> Any:
        if path.endswith("matches/summary"):
            self.matches = next(self.summaries, self.matches)
            return {
                "demands": 4,
                "waiting_demands": 0,
                "matched_demands": 3,
                "matches": self.matches,
            }
        if "/exhibitors?" in path:
            return {"items": []}
        if "/imports/" in path:
            return self.job(self.ending, written=2)
        if not self.editions:
            raise RefusedError(404, NO_SUCH_EDITION)
        found = len(self.imported)
        return {"counts": {"exhibitors": found, "products": found}}

    def job(self, state: str, written: int) -> dict[str, Any]:
        problem = {"code": "unreadable", "detail_en": "no header row"}
        errors = [ERROR] if state == "done" else []
        rows = ROWS | {"written": written}
        return {"id": "1", "state": state, "rows": rows, "problem": problem, "errors": errors}


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_sample, "LOOK_EVERY", 0.005)
    monkeypatch.setattr(load_sample, "QUIET_SECONDS", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "edition.json").write_text(json.dumps({"id": "fair", "name": "Fair (contoh)"}))
    for file in FILES.values():
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (
            ("nama", "peran", "email"),
            ("A", "exhibitor", "a@example.invalid"),
            ("B", "exhibitor", "b@example.invalid"),
            ("C", "buyer", "c@example.invalid"),
        ):
            sheet.append(row)
        book.save(tmp_path / file)
    return tmp_path


def test_every_sheet_is_imported_once_in_the_order_they_refer_to_each_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = Platform()
    load("fair", folder, platform)
    assert platform.imported == ["exhibitors", "products", "buyers", "demands", "accounts"]
    said = capsys.readouterr().out
    assert "peserta.xlsx row 2, harga: must be above zero" in said
    assert "matches                    9" in said


def test_a_second_run_finds_the_expo_and_imports_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    platform = Platform()
    load("fair", folder, platform)
    first = list(platform.imported)
    load("fair", folder, platform)
    assert platform.imported == first
    assert "already there" in capsys.readouterr().out


def test_a_run_that_broke_off_is_taken_up_again(folder: Path) -> None:
    platform = Platform()
    platform.ending = "failed"
    with pytest.raises(LoadError, match=r"peserta\.xlsx failed: no header row"):
        load("fair", folder, platform)
    platform.ending = "done"
    load("fair", folder, platform)
    assert platform.imported[1:] == list(FILES)


def test_an_emptied_database_is_filled_again(folder: Path) -> None:
    load("fair", folder, Platform())
    emptied = Platform()
    load("fair", folder, emptied)
    assert emptied.imported == list(FILES)


def test_progress_says_how_many_rows_and_how_fast() -> None:
    job = {"state": "writing", "rows": {"written": 200, "total": 496}}
    assert how_far("products", job, 2.0) == "products: writing, 200 of 496 rows, 100 rows/s"


def test_only_the_first_mistakes_are_listed_and_the_rest_counted() -> None:
    job = {"errors": [ERROR] * 50, "rows": {"invalid": 50}}
    lines = row_errors("produk.xlsx", job)
    assert len(lines) == 11
    assert lines[-1] == "  … and 40 more"


def test_matching_that_never_rests_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_sample, "MATCHING_LIMIT", 0.1)
    busy = Platform()
    busy.summaries = iter(range(10_000))
    with pytest.raises(LoadError, match="still busy"):
        wait_for_matches("fair", busy)


def test_one_exhibitor_and_one_buyer_are_offered_for_signing_in(folder: Path) -> None:
    assert [line.split() for line in sign_ins(folder / "akun.xlsx")] == [
        ["exhibitor", "a@example.invalid"],
        ["buyer", "c@example.invalid"],
    ]


def test_a_refusal_keeps_its_code_and_speaks_english() -> None:
    refusal = RefusedError(409, EXISTS)
    assert refusal.code == "edition-exists"
    assert str(refusal) == "the platform answered 409 edition-exists: It is there."


def test_a_refusal_that_is_no_problem_document_is_still_told() -> None:
    assert str(RefusedError(502, b"<html>bad gateway")).endswith("502 : <html>bad gateway")
