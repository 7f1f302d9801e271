"""The one door to MongoDB: a client, a database, and transactions that the stores join."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from itertools import count
from typing import Any, TypeVar

from bson.codec_options import CodecOptions
from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
    AsyncIOMotorGridFSBucket,
)
from pymongo.collection import Collection as SyncCollection
from pymongo.errors import (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from kernel.instruments import Commands, Connections

Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
BlockingCollection = SyncCollection[Document]
Result = TypeVar("Result")

UNREACHABLE = (
    AutoReconnect,
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
)

REPEAT_SECONDS = 120.0
"""How long a transaction is repeated; what the drivers' specification says."""

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.5

_session: ContextVar[AsyncIOMotorClientSession | None] = ContextVar("mongo_session", default=None)
_afterwards: ContextVar[list[Callable[[], None]]] = ContextVar("after_commit")


class _TakenBack(Exception):
    """The end of a rehearsal."""


def passes_by_itself(error: BaseException) -> bool:
    """Whether the database is away or busy, so that doing the same again later will do."""
    if isinstance(error, UNREACHABLE):
        return True
    labels = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError")
    return isinstance(error, PyMongoError) and any(error.has_error_label(name) for name in labels)


class Mongo:
    """One service's database."""

    def __init__(self, url: str, database: str) -> None:
        self._client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            url,
            tz_aware=True,
            appname=database,
            maxPoolSize=40,
            retryWrites=True,
            event_listeners=[Commands(), Connections()],
        )
        self.database: AsyncIOMotorDatabase[Document] = self._client.get_database(
            database, codec_options=CodecOptions(tz_aware=True)
        )

    def __getitem__(self, collection: str) -> Collection:
        return self.database[collection]

    def blocking(self, collection: str) -> BlockingCollection:
        """The same collection for a thread of its own, where waiting for it is no harm."""
        same: BlockingCollection = self.database.delegate[collection]
        return same

    def files(self, bucket: str) -> AsyncIOMotorGridFSBucket:
        """A GridFS bucket, for files that people upload."""
        return AsyncIOMotorGridFSBucket(self.database, bucket_name=bucket)

    @property
    def session(self) -> AsyncIOMotorClientSession | None:
        """The session of the transaction at hand, or None outside of one; stores pass it on."""
        return _session.get()

    async def transaction(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Run `work` so that all of its writes happen or none; joins a transaction at hand.

        `work` may run more than once (MongoDB repeats a transaction that met another one), so it
        must start from what it reads and change nothing outside the database.
        """
        if self.session is not None:
            return await work()
        last = time.monotonic() + REPEAT_SECONDS
        async with await self._client.start_session() as session:
            for attempt in count():
                try:
                    return await _once(session, work, last)
                except PyMongoError as error:
                    if not _may_repeat(error, "TransientTransactionError", last):
                        raise
                await asyncio.sleep(_pause(attempt))
        raise AssertionError("attempts do not end by themselves")

    async def rehearsal(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """What `work` would return, in a transaction of which nothing is saved.

        Raises RuntimeError within another one, which would be lost too.
        """
        if self.session is not None:
            raise RuntimeError("a rehearsal takes everything back, so it cannot join a transaction")
        results: list[Result] = []

        async def once() -> None:
            results[:] = [await work()]
            raise _TakenBack

        with suppress(_TakenBack):
            await self.transaction(once)
        return results[0]

    def after_commit(self, do: Callable[[], None]) -> None:
        """Call this once the transaction at hand is saved for good, and not if it is not."""
        _afterwards.get().append(do)

    async def ping(self) -> None:
        """Raises when no primary answers."""
        answer = await self.database.command("hello")
        if not answer.get("isWritablePrimary"):
            raise ConnectionFailure("no writable primary")

    def close(self) -> None:
        """Drop all connections."""
        self._client.close()


async def _once(
    session: AsyncIOMotorClientSession, work: Callable[[], Awaitable[Result]], last: float
) -> Result:
    """One attempt. Motor's own `with_transaction` repeats nothing once it comes to the commit."""
    session.start_transaction()
    afterwards: list[Callable[[], None]] = []
    tokens = _session.set(session), _afterwards.set(afterwards)
    try:
        result = await work()
    except BaseException:
        await session.abort_transaction()
        raise
    finally:
        _session.reset(tokens[0])
        _afterwards.reset(tokens[1])
    await _commit(session, last)
    for do in afterwards:
        do()
    return result


async def _commit(session: AsyncIOMotorClientSession, last: float) -> None:
    """Commit until it is known whether it worked; to commit twice does no harm."""
    while True:
        try:
            return await session.commit_transaction()
        except PyMongoError as error:
            if not _may_repeat(error, "UnknownTransactionCommitResult", last):
                raise


def _pause(attempt: int) -> float:
    """Seconds until a transaction that met another is repeated; the drivers' specification's.

    Many that want one document at once, each at random moments, get through several times sooner
    than if each tried again at once.
    """
    return random.random() * min(FIRST_PAUSE * 1.5**attempt, LONGEST_PAUSE)  # noqa: S311


def _may_repeat(error: PyMongoError, label: str, last: float) -> bool:
    return error.has_error_label(label) and time.monotonic() < last


__all__ = ["Collection", "Document", "Mongo", "OperationFailure", "passes_by_itself"]
