"""What is written about facts is what the code says."""

from pathlib import Path

import pytest

from docs.generate.documents import COMMAND, documents, objections
from docs.generate.language import ROOT

WRITTEN = documents()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_generated_document_is_up_to_date(path: Path) -> None:
    name = path.relative_to(ROOT)
    assert path.exists(), f"{name} is missing; run `{COMMAND}` and commit it"
    is_same = path.read_text(encoding="utf-8") == WRITTEN[path]
    assert is_same, f"{name} is not what the code says; run `{COMMAND}` and commit what it writes"


def test_no_fact_breaks_a_promise_of_its_snapshot() -> None:
    assert objections() == []


def test_documents_are_the_same_each_time_they_are_made() -> None:
    assert documents() == WRITTEN
