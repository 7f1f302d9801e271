"""The command that writes the snapshots refuses to overwrite a promise."""

import json
from pathlib import Path

import pytest

from contracts.catalogue import ProductWithdrawn
from docs.generate import __main__ as command
from docs.generate import documents, schemas
from docs.generate.documents import objections


@pytest.fixture(autouse=True)
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of contracts/schemas."""
    monkeypatch.setattr(schemas, "SNAPSHOTS", tmp_path)
    monkeypatch.setattr(documents, "SNAPSHOTS", tmp_path)
    return tmp_path


def promise(folder: Path, name: str, **more_fields: object) -> Path:
    """A snapshot of ProductWithdrawn under some name, with more fields than it has."""
    schema = schemas.data_schema(ProductWithdrawn)
    schema["properties"] |= more_fields
    path = folder / f"{name}.json"
    path.write_text(json.dumps(schema))
    return path


def test_a_new_fact_breaks_no_promise() -> None:
    assert objections() == []


def test_a_fact_that_kept_its_promise_may_be_written(snapshots: Path) -> None:
    promise(snapshots, ProductWithdrawn.type)
    assert objections() == []


def test_a_fact_that_lost_a_field_is_named_with_what_to_do(snapshots: Path) -> None:
    promise(snapshots, ProductWithdrawn.type, reason={"type": "string"})
    [objection] = objections()
    assert objection.startswith("catalogue.product.withdrawn.v1: reason was removed")
    assert "V2" in objection


def test_a_fact_that_is_gone_is_missed(snapshots: Path) -> None:
    promise(snapshots, "catalogue.product.burnt.v1")
    [objection] = objections()
    assert objection.startswith("catalogue.product.burnt.v1: no class has this type")


def test_the_command_writes_nothing_while_a_promise_would_break(
    snapshots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = promise(snapshots, ProductWithdrawn.type, reason={"type": "string"})
    before = path.read_text()
    assert command.main() == 2
    assert "reason was removed" in capsys.readouterr().err
    assert [*snapshots.iterdir()] == [path]
    assert path.read_text() == before
