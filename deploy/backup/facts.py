"""Facts under way: told to the broker before the moment of a backup, not handled by all at it.

Outboxes forget a fact once the broker has it, and a broker's queues cannot be read as of a moment.
The database's own log still has every fact as it was saved, so those that some listener had not
handled are kept with the backup and wait in their outboxes after a restore. Who had handled one
knows it by its id.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bson import encode
from bson.raw_bson import RawBSONDocument
from bson.timestamp import Timestamp
from pymongo.client_session import ClientSession

from deploy.backup.documents import BATCH, RAW, Client
from deploy.local.trouble import SetupError

LONGEST_SECONDS = 24 * 3600
PATIENCE_SECONDS = 600
MARKERS = "pendopo_backup_markers"
DEALT_WITH = ("inbox", "dead_letters")
"""Collections that know a fact by `<queue>:<id>` once its queue need not have it any more."""

Fact = dict[str, Any]


@dataclass(frozen=True)
class Way:
    """A moment, the databases of which facts are told, and who listens to which type."""

    moment: Timestamp
    databases: tuple[str, ...]
    listeners: Mapping[str, set[str]]


def under_way(client: Client, session: ClientSession, way: Way) -> Iterator[RawBSONDocument]:
    """The facts of a backup's moment, each `{database, fact}`; the session reads as of then."""
    some: list[tuple[str, Fact]] = []
    for told in _told(client, way):
        some.append(told)
        if len(some) == BATCH:
            yield from _not_handled(client, session, way, some)
            some = []
    yield from _not_handled(client, session, way, some)


def _told(client: Client, way: Way) -> Iterator[tuple[str, Fact]]:
    """Lasting facts that were saved up to the moment, from as far back as the log reaches."""
    marker = client[MARKERS]["markers"].insert_one({"at": time.time()}).inserted_id
    saved = {"operationType": "insert", "ns.coll": "outbox", "ns.db": {"$in": list(way.databases)}}
    match: dict[str, Any] = {"$or": [saved, {"ns.db": MARKERS, "documentKey._id": marker}]}
    deadline = time.monotonic() + PATIENCE_SECONDS
    with client.watch([{"$match": match}], start_at_operation_time=_oldest(client, way)) as log:
        while time.monotonic() < deadline:
            change = log.try_next()
            if change is None:
                continue
            if change["ns"]["db"] == MARKERS:
                client.drop_database(MARKERS)
                return
            fact = change["fullDocument"]
            if change["clusterTime"] <= way.moment and fact["lasting"]:
                yield change["ns"]["db"], fact
    raise SetupError(
        f"The database's log was not read to its end in {PATIENCE_SECONDS} s.",
        "make the backup at a quieter time",
    )


def _oldest(client: Client, way: Way) -> Timestamp:
    first = client["local"]["oplog.rs"].find_one({}, {"ts": 1}, sort=[("$natural", 1)])
    reaches = first["ts"].time + 1 if first else 0
    return Timestamp(max(reaches, way.moment.time - LONGEST_SECONDS), 1)


def _not_handled(
    client: Client, session: ClientSession, way: Way, told: Iterable[tuple[str, Fact]]
) -> Iterator[RawBSONDocument]:
    facts = {fact["_id"]: (database, fact) for database, fact in told}
    keys = {
        f"{queue}:{id_}": id_
        for id_, (_, fact) in facts.items()
        for queue in way.listeners.get(fact["type"], ())
    }
    for database in way.databases:
        for collection in DEALT_WITH:
            known = client[database][collection].find(
                {"_id": {"$in": list(keys)}}, {"_id": 1}, session=session
            )
            for seen in known:
                keys.pop(seen["_id"], None)
    for id_ in dict.fromkeys(keys.values()):
        database, fact = facts[id_]
        waits = client[database]["outbox"].find_one({"_id": id_}, {"_id": 1}, session=session)
        if waits is None:
            yield _raw({"database": database, "fact": fact})


def _raw(document: dict[str, Any]) -> RawBSONDocument:
    return RawBSONDocument(encode(document), RAW)
