"""All generated documents as they should be, and what stands in the way of writing them."""

import json
from pathlib import Path

from docs.generate.asyncapi import document
from docs.generate.growth import broken_promises
from docs.generate.language import ROOT, facts, published
from docs.generate.openapi import api
from docs.generate.page import page
from docs.generate.schemas import SNAPSHOTS, data_schema, snapshot_of

COMMAND = "python -m docs.generate"


def documents() -> dict[Path, str]:
    """The text of every generated file, by path."""
    told = published()
    snapshots = {snapshot_of(fact): _json(data_schema(fact)) for fact in facts()}
    return snapshots | {
        ROOT / "docs" / "events.md": page(told),
        ROOT / "docs" / "asyncapi.json": _json(document(told)),
        ROOT / "docs" / "openapi.json": _json(api()),
    }


def objections() -> list[str]:
    """Why the snapshots must not be overwritten: a sentence for each promise that would break."""
    broken = [
        f"{fact.type}: {promise}; add a V2 beside it instead."
        for fact in facts()
        if snapshot_of(fact).exists()
        for promise in broken_promises(_kept(snapshot_of(fact)), data_schema(fact))
    ]
    orphans = set(SNAPSHOTS.glob("*.json")) - {snapshot_of(fact) for fact in facts()}
    return broken + [
        f"{path.stem}: no class has this type any more, but listeners may wait for it."
        for path in sorted(orphans)
    ]


def _kept(path: Path) -> dict[str, object]:
    kept: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
