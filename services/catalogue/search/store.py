"""The catalogue's products as the index reads them: all there are, then each change."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bson.timestamp import Timestamp
from pymongo.change_stream import DatabaseChangeStream
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from kernel.mongo import BlockingCollection, Document, Mongo
from services.catalogue.search.index import READ, Firms, Held, Product, held

QUIET_SECONDS = 0.04
"""Changes gather until for so long there was none,"""
GATHER_SECONDS = 0.08
"""or for so long in all,"""
MOST_CHANGES = 2_000
"""or so many."""
_READ_AT_ONCE = 1_000
_HISTORY_LOST = frozenset({136, 260, 280, 286, 51091})
"""CappedPositionLost, InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost."""


class HistoryLost(Exception):
    """What changed since cannot be learnt any more: everything must be read anew."""


@dataclass(slots=True)
class Changes:
    """Products as they are now, ids of those that are gone, and papers of firms that changed."""

    products: dict[str, Product] = field(default_factory=dict)
    firms: dict[str, tuple[Held, ...]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    oldest: datetime | None = None

    def __len__(self) -> int:
        return len(self.products) + len(self.gone) + len(self.firms)


class Shelf:
    """Reads from a thread of its own; nothing here may be called from the event loop."""

    def __init__(self, mongo: Mongo) -> None:
        self._products, self._firms = mongo.blocking("products"), mongo.blocking("exhibitors")

    def all(self) -> tuple[Timestamp, Firms, Iterator[Product]]:
        """A time, and all firms and listed products with whatever was saved until then, for good.

        What is saved from that time on is for `changes`; nothing falls between the two, since
        the reading is causally after the time (a majority read in the session that asked for it).
        """
        client = self._products.database.client
        session = client.start_session(causal_consistency=True)
        self._products.database.command("ping", session=session)
        since = session.operation_time
        if since is None:
            raise RuntimeError("the database is no replica set")
        return since, self._papers_of_firms(session), self._read(session)

    def _papers_of_firms(self, session: Any) -> Firms:
        lasting = self._firms.with_options(read_concern=ReadConcern("majority"))
        found = lasting.find({"papers.0": {"$exists": 1}}, {"papers": 1}, session=session)
        return {firm["_id"]: held(firm["papers"]) for firm in found}

    def of_firms(self, firms: Sequence[str]) -> Iterator[Product]:
        """The listed products of some exhibitors, by their ids."""
        editions = list({firm.split(":")[1] for firm in firms})
        query = {"edition": {"$in": editions}, "exhibitor": {"$in": list(firms)}}
        return self._products.find(query | {"status": "listed"}, dict.fromkeys(READ, 1))

    def ended(self, first: date, last: date) -> Iterator[Product]:
        """Listed products with a checked paper of their own that held last on a day from `first`
        to `last`.
        """
        days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        paper = {"$elemMatch": {"state": "checked", "expires": days}}
        query = {"papers": paper, "status": "listed"}
        return self._products.find(query, dict.fromkeys(READ, 1))

    def _read(self, session: Any) -> Iterator[Product]:
        lasting = self._products.with_options(read_concern=ReadConcern("majority"))
        wanted = dict.fromkeys(READ, 1)
        with (
            session,
            lasting.find(
                {"status": "listed"}, wanted, session=session, batch_size=_READ_AT_ONCE
            ) as found,
        ):
            yield from found

    def changes(self, since: Timestamp) -> "Stream":
        """What has changed since a time."""
        return Stream(self._products, self._firms, since)


class Stream:
    """Changes in the order in which they were made, each at least once."""

    def __init__(
        self, products: BlockingCollection, firms: BlockingCollection, since: Timestamp
    ) -> None:
        self._database, self._firms = products.database, firms.name
        watched = {"ns.coll": {"$in": [products.name, firms.name]}}
        self._pipeline: list[Document] = [{"$match": watched}]
        self._from: dict[str, Any] = {"start_at_operation_time": since}
        self._open: DatabaseChangeStream[Document] | None = None

    def gathered(self) -> Changes:
        """What has changed by now, maybe nothing. Raises HistoryLost; after any other error the
        next call goes on where the last one that returned has ended.
        """
        try:
            return self._gathered()
        except OperationFailure as error:
            self.close()
            if error.code in _HISTORY_LOST:
                raise HistoryLost() from error
            raise
        except PyMongoError:
            self.close()
            raise

    def _gathered(self) -> Changes:
        stream = self._opened()
        changes, ends = Changes(), time.monotonic() + GATHER_SECONDS
        while (event := stream.try_next()) is not None:
            _note(event, changes, of_firm=event["ns"]["coll"] == self._firms)
            if len(changes) >= MOST_CHANGES or time.monotonic() > ends:
                break
        if stream.resume_token is not None:
            self._from = {"resume_after": stream.resume_token}
        return changes

    def _opened(self) -> DatabaseChangeStream[Document]:
        if self._open is None:
            self._open = self._database.watch(
                self._pipeline,
                full_document="updateLookup",
                max_await_time_ms=int(QUIET_SECONDS * 1000),
                **self._from,
            )
        return self._open

    def close(self) -> None:
        """Let go of the cursor."""
        if self._open is not None:
            self._open.close()
            self._open = None


def _note(event: Mapping[str, Any], changes: Changes, of_firm: bool) -> None:
    if "documentKey" not in event:
        raise HistoryLost()  # the collection was dropped or renamed
    if of_firm:
        papers = (event.get("fullDocument") or {}).get("papers", ())
        changes.firms[event["documentKey"]["_id"]] = held(papers)
        return
    product_id = event["documentKey"]["_id"]
    changes.oldest = changes.oldest or event.get("wallTime")
    changes.products.pop(product_id, None)
    changes.gone.discard(product_id)
    if product := event.get("fullDocument"):
        changes.products[product_id] = product
    else:
        changes.gone.add(product_id)
