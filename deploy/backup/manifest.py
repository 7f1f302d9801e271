"""What a backup says of itself: what was kept, and by which digests it can be known again.

A backup is a folder: `manifest.json`, one `<database>/<collection>.bson.gz` a collection (BSON
documents one after the other, in the order of `_id`), `facts.bson.gz` and `broker.json`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.trouble import SetupError

FORMAT = 1
NAME, FACTS, BROKER = "manifest.json", "facts.bson.gz", "broker.json"
PIECE = 1 << 20


@dataclass(frozen=True)
class Kept:
    """One collection: how many documents, their digest, and what it takes to make it again."""

    documents: int
    bytes: int
    sha256: str
    options: dict[str, Any] = field(default_factory=dict)
    indexes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Manifest:
    """A backup's table of contents; `files` are SHA-256 digests by the path in the folder."""

    made_at: str
    moment: tuple[int, int]
    databases: dict[str, dict[str, Kept]]
    facts_under_way: int
    files: dict[str, str]
    format: int = FORMAT

    @property
    def documents(self) -> int:
        return sum(kept.documents for kept in self.collections().values())

    def collections(self) -> dict[tuple[str, str], Kept]:
        """By database and collection."""
        return {
            (db, name): kept for db, all_ in self.databases.items() for name, kept in all_.items()
        }

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1))


def read(folder: Path) -> Manifest:
    """A backup's manifest, once every file is found as it was written. Raises SetupError."""
    manifest = _parsed(folder)
    wrong = [name for name, said in manifest.files.items() if digest(folder / name) != said]
    if wrong:
        raise SetupError(
            f"{folder} is damaged: {', '.join(wrong)} is not what was written.",
            "take another copy of this backup, or an older backup",
        )
    return manifest


def _parsed(folder: Path) -> Manifest:
    try:
        said = json.loads((folder / NAME).read_text())
        if said["format"] != FORMAT:
            raise ValueError(f"format {said['format']}")
        said["databases"] = {
            database: {name: Kept(**kept) for name, kept in collections.items()}
            for database, collections in said["databases"].items()
        }
        return Manifest(**said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SetupError(
            f"{folder} is no backup that can be read: {error}",
            "name the folder that `make backup` made: make restore FROM=.local/backups/...",
        ) from error


def digest(file: Path) -> str:
    """SHA-256 of a file, "" where there is none."""
    sum_ = hashlib.sha256()
    try:
        for piece in _pieces(file):
            sum_.update(piece)
    except OSError:
        return ""
    return sum_.hexdigest()


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece
