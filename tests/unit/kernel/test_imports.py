"""How far an import is, and which checked rows are still to be saved."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pydantic import BaseModel, Field

from kernel.imports import Counts
from kernel.imports.model import ImportJob
from kernel.imports.staging import Staged


class Row(BaseModel):
    """A row with a price that must be a number again when it is read back."""

    code: str = Field(alias="kode")
    price: int = Field(alias="harga")


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """Rows 2 to 8 of a spreadsheet, without row 5, which was wrong."""
    path = tmp_path / "rows.jsonl"
    rows = [(n, {"kode": f"PR-{n}", "harga": str(n * 100)}) for n in (2, 3, 4, 6, 7, 8)]
    path.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return Staged(path, Row)


@pytest.mark.parametrize(
    ("size", "behind", "expected"),
    [
        (4, 0, [[2, 3, 4, 6], [7, 8]]),
        (3, 0, [[2, 3, 4], [6, 7, 8]]),
        (4, 4, [[6, 7, 8]]),
        (4, 5, [[6, 7, 8]]),
        (2, 7, [[8]]),
        (2, 8, []),
    ],
)
def test_rows_go_on_behind_the_last_one_saved(
    staged: Staged, size: int, behind: int, expected: list[list[int]]
) -> None:
    chunks = list(staged.chunks(size, behind))
    assert [numbers for numbers, _ in chunks] == expected
    prices = [row.model_dump()["price"] for _, rows in chunks for row in rows]
    assert prices == [number * 100 for numbers in expected for number in numbers]


@pytest.mark.parametrize(
    ("state", "rows", "progress"),
    [
        ("queued", {}, 0.0),
        ("reading", {"total": 10, "valid": 9}, 0.0),
        ("writing", {"valid": 9, "written": 0}, 0.0),
        ("writing", {"valid": 8, "created": 1, "unchanged": 1, "written": 2}, 0.25),
        ("writing", {"valid": 3, "changed": 1, "written": 1}, 0.333),
        ("rehearsing", {"valid": 4, "created": 1}, 0.25),
        ("writing", {"valid": 0, "written": 0}, 0.0),
        ("done", {"valid": 9, "written": 0}, 1.0),
        ("failed", {}, 1.0),
    ],
)
def test_progress_is_the_share_of_right_rows_that_are_done(
    state: Any, rows: dict[str, int], progress: float
) -> None:
    job = ImportJob(
        edition="uve-2026", kind="products", filename="x.csv", state=state, rows=Counts(**rows)
    )
    kept = job.model_copy(update={"id": "1"}).to_document()
    assert ImportJob.from_document(kept).progress == progress


def test_a_job_reads_as_it_was_kept() -> None:
    job = ImportJob(
        id="1", edition="uve-2026", kind="products", filename="x.csv", all_or_nothing=True
    )
    assert ImportJob.from_document(job.to_document()) == job
