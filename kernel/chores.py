"""Long work on what a database holds: in steps, leased, resumed after a crash, remembered as done.

A step is one transaction together with how far the work is, so that whoever takes over goes on
behind the last step. Old and new versions of a service serve meanwhile, so a migration may only add
(expand); what nobody reads any more is removed by a later one (contract).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel.clock import now
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Document, Mongo, passes_by_itself

LEASE = timedelta(seconds=15)
REST_SECONDS = 1.0
REMEMBERED = 20
MIGRATION = "migration"

State = Literal["queued", "running", "done"]


@dataclass(frozen=True)
class Step:
    """What a step has done: how many things, and behind which the next begins (None: no next)."""

    done: int
    cursor: str | None


@dataclass(frozen=True)
class Kind:
    """A kind of work: `step(argument, cursor)` in the transaction at hand, and how much it is."""

    name: str
    step: Callable[[str, str], Awaitable[Step]]
    size: Callable[[str], Awaitable[int]]


class Chore(BaseModel):
    """One piece of work and how far it is."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    argument: str = ""
    state: State = "queued"
    cursor: str = ""
    done: int = 0
    total: int = 0
    queued_at: datetime
    ended_at: datetime | None = None
    by: str = ""


class LeaseLost(Exception):
    """Another replica has taken the work over."""


class Chores:
    """The chores of one service; any number of replicas may run them, one works at a time.

    Migrations come first, in the order in which they were given, each once in the life of a
    database.
    """

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._kinds: dict[str, Kind] = {}
        self._migrations: list[Kind] = []
        self._holder = new_id()

    def knows(self, kind: Kind) -> None:
        """Work of this kind may be queued."""
        self._kinds[kind.name] = kind

    def migrates(self, *migrations: Kind) -> None:
        """Do these, in this order, in every database that has not seen them."""
        for migration in migrations:
            self._migrations.append(migration)
            self.knows(migration)

    async def ensure(self) -> None:
        """Queue the migrations that this database has not seen."""
        for order, migration in enumerate(self._migrations):
            queued = {"kind": migration.name, "state": "queued", "queued_at": now(), "rank": order}
            await self._mongo["chores"].update_one(
                {"_id": f"{MIGRATION}:{migration.name}"}, {"$setOnInsert": queued}, upsert=True
            )

    async def queue(self, kind: str, argument: str, by: str) -> Chore:
        """Have work done; the same that is under way already is not begun a second time."""
        under_way = {"kind": kind, "argument": argument, "state": {"$ne": "done"}}
        fresh = {"_id": new_id(), "queued_at": now(), "rank": len(self._migrations), "by": by}
        document = await self._mongo["chores"].find_one_and_update(
            under_way,
            {"$setOnInsert": fresh | {"state": "queued"}},
            upsert=True,
            return_document=True,
        )
        return _read(document)

    async def recent(self) -> list[Chore]:
        """The newest chores, those that are under way first."""
        found = self._mongo["chores"].find({}).sort([("queued_at", -1)]).limit(REMEMBERED)
        chores = [_read(document) async for document in found]
        return sorted(chores, key=lambda chore: chore.state == "done")

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                while chore := await self._claim():
                    await self._finish(chore)
            except LeaseLost as lost:
                logger.warning("a chore was taken over", chore=str(lost))
            except Exception as error:
                if not passes_by_itself(error):
                    logger.exception("a chore failed and will be tried again")
            await asyncio.sleep(REST_SECONDS)

    async def _claim(self) -> Chore | None:
        """The first that is not done, unless somebody works at it."""
        first = await self._mongo["chores"].find_one(
            {"state": {"$ne": "done"}, "kind": {"$in": list(self._kinds)}},
            sort=[("rank", 1), ("queued_at", 1)],
        )
        if first is None:
            return None
        free = {"$or": [{"lease_until": None}, {"lease_until": {"$lte": now()}}]}
        held = await self._mongo["chores"].find_one_and_update(
            {"_id": first["_id"], "state": {"$ne": "done"}, **free},
            {"$set": {"holder": self._holder, "lease_until": now() + LEASE}},
            return_document=True,
        )
        return _read(held) if held else None

    async def _finish(self, chore: Chore) -> None:
        kind = self._kinds[chore.kind]
        total = await kind.size(chore.argument)
        await self._hold(chore.id, {"state": "running", "total": total})
        while chore.state != "done":
            chore = await self._mongo.transaction(partial(self._step, kind, chore))
        logger.info("a chore is done", kind=chore.kind, argument=chore.argument, done=chore.done)

    async def _step(self, kind: Kind, chore: Chore) -> Chore:
        step = await kind.step(chore.argument, chore.cursor)
        news: Document = {"done": chore.done + step.done, "cursor": step.cursor or ""}
        if step.cursor is None:
            news |= {"state": "done", "ended_at": now()}
        await self._hold(chore.id, news)
        return chore.model_copy(update=news)

    async def _hold(self, chore_id: str, news: Document) -> None:
        held = await self._mongo["chores"].update_one(
            {"_id": chore_id, "holder": self._holder},
            {"$set": news | {"lease_until": now() + LEASE}},
            session=self._mongo.session,
        )
        if not held.matched_count:
            raise LeaseLost(chore_id)


def _read(document: Document) -> Chore:
    return Chore(id=document["_id"], **document)
