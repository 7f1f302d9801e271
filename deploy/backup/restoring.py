"""Putting a backup back, and showing that all of it is there.

Whatever ends it in between, the databases are marked until all is there, and services do not start
on marked ones; the same restore can be begun again.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bson import json_util
from pymongo import IndexModel

from deploy.backup import documents, manifest
from deploy.backup.broker import Broker
from deploy.backup.documents import Client
from deploy.backup.manifest import Kept, Manifest
from deploy.local.trouble import SetupError
from kernel.wholeness import CARE, RESTORE

ID_INDEX = "_id_"

Tell = Callable[[str], None]


def restore(client: Client, broker: Broker, folder: Path, overwrite: bool, tell: Tell) -> Manifest:
    """Make the databases and the broker what they were. Raises SetupError before touching them."""
    kept = manifest.read(folder)
    tell(f"backup of {kept.made_at}: every file is as it was written")
    _expect_nobody_works(client, kept)
    if not overwrite:
        _expect_empty(client, kept)
    for database in kept.databases:
        client[database][CARE].replace_one(RESTORE, RESTORE | {"from": folder.name}, upsert=True)
    for database, collections in kept.databases.items():
        _drop_others(client, database)
        for name, one in collections.items():
            _restore(client, folder, database, name, one)
            tell(f"{database}.{name}: {one.documents} documents, the same as were kept")
    broker.define(json.loads((folder / manifest.BROKER).read_text()))
    tell(f"{broker.empty()} queues are there, and empty")
    tell(f"{_tell_again(client, folder)} facts under way wait to be told")
    for database in kept.databases:
        client[database][CARE].delete_one(RESTORE)
    return kept


def _expect_nobody_works(client: Client, kept: Manifest) -> None:
    """A service that runs renews its lease on the outbox every few seconds."""
    now = datetime.now(UTC)
    busy = [
        database
        for database in kept.databases
        if client[database]["leases"].find_one({"_id": "outbox", "until": {"$gt": now}})
    ]
    if busy:
        raise SetupError(
            f"Services work on {', '.join(busy)} at the moment.",
            "make stop  (or end the services' containers), wait 5 s, then restore",
        )


def _expect_empty(client: Client, kept: Manifest) -> None:
    full = [
        f"{database}.{name}"
        for database, name in kept.collections()
        if client[database][name].find_one({}, {"_id": 1})
    ]
    if full:
        raise SetupError(
            f"There is data already, in {full[0]} and {len(full) - 1} other collections.",
            "make restore FROM=... OVERWRITE=yes  forgets it and puts the backup in its place",
        )


def _drop_others(client: Client, database: str) -> None:
    for name in client[database].list_collection_names(filter={"type": "collection"}):
        if name != CARE and not name.startswith("system."):
            client[database].drop_collection(name)


def _restore(client: Client, folder: Path, database: str, name: str, kept: Kept) -> None:
    """Documents first, then indexes: one that lets documents fade has no say in the comparison."""
    client[database].create_collection(name, **_read(kept.options))
    collection = documents.raw(client, database, name)
    documents.insert(collection, documents.read(folder / database / f"{name}.bson.gz"))
    if documents.digest(collection) != kept.sha256:
        raise SetupError(
            f"{database}.{name} is not what was kept.",
            "restore again with OVERWRITE=yes while nothing else works on the database",
        )
    if indexes := [_index(each) for each in kept.indexes if each["name"] != ID_INDEX]:
        collection.create_indexes(indexes)


def _index(said: dict[str, Any]) -> IndexModel:
    read = _read(said)
    read.pop("v", None)
    return IndexModel(list(read.pop("key").items()), **read)


def _read(said: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json_util.loads(json.dumps(said))
    return value


def _tell_again(client: Client, folder: Path) -> int:
    count = 0
    for line in documents.read(folder / manifest.FACTS):
        fact = line["fact"]
        client[line["database"]]["outbox"].replace_one({"_id": fact["_id"]}, fact, upsert=True)
        count += 1
    return count
