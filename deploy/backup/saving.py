"""Making a backup while everything runs: all databases are read as of one moment."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import json_util
from bson.timestamp import Timestamp
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure

from deploy.backup import documents, facts, manifest
from deploy.backup.broker import Broker, listeners
from deploy.backup.documents import Client
from deploy.backup.manifest import Kept, Manifest
from deploy.local.trouble import SetupError

ATTEMPTS = 3
SNAPSHOT_TOO_OLD, SNAPSHOT_UNAVAILABLE = 239, 246
LEFT_OUT = ("leases", "care")
"""Who works at what now, and whether a restore is under way: true of the moment alone."""

Tell = Callable[[str], None]


def save(
    client: Client, broker: Broker, databases: Sequence[str], folder: Path, tell: Tell
) -> Manifest:
    """Write a backup into a folder that does not exist yet. Raises SetupError."""
    if folder.exists():
        raise SetupError(f"{folder} exists already.", "name another: make backup TO=...")
    definitions = broker.definitions()
    partial = folder.with_name(folder.name + ".partial")
    for attempt in range(1, ATTEMPTS + 1):
        _emptied(partial)
        (partial / manifest.BROKER).write_text(json.dumps(definitions, indent=1))
        try:
            made = _saved(client, databases, listeners(definitions), partial, tell)
        except OperationFailure as error:
            _expect_repeatable(error, attempt)
            tell("a collection was made anew meanwhile; beginning again")
            continue
        made.write(partial)
        partial.rename(folder)
        return made
    raise AssertionError("attempts do not end by themselves")


def _emptied(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()


def _expect_repeatable(error: OperationFailure, attempt: int) -> None:
    if error.code == SNAPSHOT_TOO_OLD:
        raise SetupError(
            "Reading took longer than the database remembers a moment.",
            "db.adminCommand({setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600})"
            "  in mongosh, then make the backup again",
        ) from error
    if error.code != SNAPSHOT_UNAVAILABLE or attempt == ATTEMPTS:
        raise error


def _saved(
    client: Client,
    databases: Sequence[str],
    heard: dict[str, set[str]],
    folder: Path,
    tell: Tell,
) -> Manifest:
    with client.start_session(snapshot=True) as session:
        kept = {name: _database(client, name, session, folder, tell) for name in databases}
        moment = _moment(session)
        way = facts.Way(moment, tuple(databases), heard)
        under_way = documents.write(
            folder / manifest.FACTS, facts.under_way(client, session, way)
        ).documents
    tell(f"{under_way} facts under way")
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        moment=(moment.time, moment.inc),
        databases=kept,
        facts_under_way=under_way,
        files={str(file.relative_to(folder)): manifest.digest(file) for file in files},
    )


def _moment(session: Any) -> Timestamp:
    """As of when the session reads; the driver learns it with its first answer."""
    moment: Timestamp | None = session._snapshot_time
    if moment is None:
        raise SetupError("There is nothing to keep yet.", "make run  once, then make backup")
    return moment


def _database(
    client: Client, name: str, session: ClientSession, folder: Path, tell: Tell
) -> dict[str, Kept]:
    kept: dict[str, Kept] = {}
    for told in client[name].list_collections(filter={"type": "collection"}):
        collection = told["name"]
        if collection.startswith("system.") or collection in LEFT_OUT:
            continue
        content = documents.in_order(documents.raw(client, name, collection), session)
        sum_ = documents.write(folder / name / f"{collection}.bson.gz", content)
        kept[collection] = Kept(
            documents=sum_.documents,
            bytes=sum_.bytes,
            sha256=sum_.sha256,
            options=_plain(told["options"]),
            indexes=[_plain(index) for index in client[name][collection].list_indexes()],
        )
        tell(f"{name}.{collection}: {sum_.documents} documents")
    return kept


def _plain(value: Any) -> Any:
    """As JSON can say it, and `bson.json_util` can read it."""
    return json.loads(json_util.dumps(value))
