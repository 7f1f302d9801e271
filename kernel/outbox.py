"""Facts wait beside the state they tell of; one relay per service carries them to the broker."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pymongo import WriteConcern
from pymongo.errors import DuplicateKeyError, PyMongoError

from kernel import context, metrics, tracing
from kernel.bus import Bus, Outcome
from kernel.clock import now
from kernel.envelope import Envelope, Fact
from kernel.ids import new_id
from kernel.logs import logger
from kernel.mongo import Document, Mongo

SWEEP = 500
MOST_FRESH = 2_000
LEASE = timedelta(seconds=5)
UNHEARD_MIN_MS, UNHEARD_MAX_MS = 5_000, 300_000
BACKSTOP_SECONDS = 0.5
MEASURE_SECONDS = 1.0
COMPANY_SECONDS = 60.0
"""How long after the last fact of another replica the next one is watched for."""


class Outbox:
    """Where facts wait until the broker has confirmed them."""

    def __init__(self, mongo: Mongo, source: str) -> None:
        self._mongo, self.source = mongo, source
        self.writer = new_id()
        self.when_saved: Callable[[Sequence[Envelope]], None] | None = None

    async def tell(self, facts: Sequence[Fact]) -> None:
        """Keep facts to be told, in the transaction at hand. Raises RuntimeError outside of one."""
        if self._mongo.session is None:
            raise RuntimeError("a fact and the state it tells of must be saved in one transaction")
        if facts:
            envelopes = [Envelope.of(fact, self.source) for fact in facts]
            await self._mongo["outbox"].insert_many(
                [_document(envelope) | {"writer": self.writer} for envelope in envelopes],
                session=self._mongo.session,
            )
            self._mongo.after_commit(lambda: self._saved(envelopes))

    def _saved(self, envelopes: Sequence[Envelope]) -> None:
        here, moment = context.traceparent.get(), time.time_ns()
        for envelope in envelopes:
            tracing.record("producer", envelope.type, here, moment, step=envelope.traceparent)
        if self.when_saved is not None:
            self.when_saved(envelopes)


def _document(envelope: Envelope) -> dict[str, Any]:
    fields = {name: getattr(envelope, name) for name in Envelope.__slots__ if name != "id"}
    return {"_id": envelope.id, **fields}


def _envelope(document: dict[str, Any]) -> Envelope:
    fields = {name: document[name] for name in Envelope.__slots__ if name != "id"}
    return Envelope(id=document["_id"], **fields)


class Relay:
    """Publishes what waits in the outbox and deletes what was confirmed.

    What this process has saved is handed over in memory; what others saved, and whatever was left
    over, is swept up from the database, oldest first. While others tell facts they are watched
    for; not longer, as a watch makes the database read every write of all services.
    Any number of replicas may run a relay: a lease lets a single one work. Should two overlap, or
    a crash come before the deletion, which is done at the next sweep and waits for no disk, a fact
    is told twice; every listener withstands that.
    """

    def __init__(self, mongo: Mongo, bus: Bus, outbox: Outbox) -> None:
        self._mongo, self._bus, self._source = mongo, bus, outbox.source
        self._told = mongo["outbox"].with_options(write_concern=WriteConcern(w=1, j=False))
        self._holder = outbox.writer
        self._leased_until = now()
        self._awake = asyncio.Event()
        self._in_company = asyncio.Event()
        self._fresh: list[Envelope] = []
        self._swept: set[str] = set()
        self._confirmed: list[str] = []
        self._next_sweep = float("-inf")
        self._measured = float("-inf")
        outbox.when_saved = self._take

    async def run(self) -> None:
        """Work until cancelled."""
        watching = asyncio.create_task(self._watch())
        try:
            while True:
                try:
                    await self._work()
                except PyMongoError as error:
                    logger.warning("the relay waits for the database", error=repr(error))
                await self._rest()
        finally:
            watching.cancel()

    async def _work(self) -> None:
        if not await self._hold_lease():
            self._fresh.clear()  # whoever holds it sees them come
            return
        await self._tell_fresh()
        if time.monotonic() >= self._next_sweep:
            await self.sweep()

    def _take(self, envelopes: Sequence[Envelope]) -> None:
        if len(self._fresh) + len(envelopes) > MOST_FRESH:
            self._next_sweep = float("-inf")
        else:
            self._fresh.extend(envelopes)
        self._awake.set()

    async def _tell_fresh(self) -> None:
        fresh = [envelope for envelope in self._fresh if envelope.id not in self._swept]
        self._fresh.clear()
        if fresh:
            await self._settle(await self._bus.publish(fresh))

    async def sweep(self) -> None:
        """Publish until nothing waits, or until the broker does not take any more."""
        self._next_sweep = time.monotonic() + BACKSTOP_SECONDS
        await self._delete_confirmed()
        while facts := await self._oldest():
            outcomes = await self._bus.publish([_envelope(fact) for fact in facts])
            await self._settle(outcomes)
            await self._delete_confirmed()
            if not _is_worth_another_look(facts, outcomes) or not await self._hold_lease():
                break
        if time.monotonic() - self._measured > MEASURE_SECONDS:
            await self._measure()

    async def _settle(self, outcomes: Mapping[str, Outcome]) -> None:
        self._confirmed += [i for i, outcome in outcomes.items() if outcome == "confirmed"]
        await self._put_off([i for i, outcome in outcomes.items() if outcome == "returned"])

    async def _delete_confirmed(self) -> None:
        if self._confirmed:
            await self._told.delete_many({"_id": {"$in": self._confirmed}})
            self._confirmed.clear()

    async def _put_off(self, unheard: list[str]) -> None:
        """Let facts that nobody can hear yet wait as long again, so that they hold up no others."""
        if unheard:
            logger.warning("facts wait for a listener", count=len(unheard))
            age: Document = {"$subtract": ["$$NOW", "$time"]}
            pause = {"$min": [{"$max": [age, UNHEARD_MIN_MS]}, UNHEARD_MAX_MS]}
            later = [{"$set": {"not_before": {"$add": ["$$NOW", pause]}}}]
            await self._mongo["outbox"].update_many({"_id": {"$in": unheard}}, later)

    async def release(self) -> None:
        """Give the lease back, so that another replica need not wait for it to run out."""
        await self._mongo["leases"].delete_one({"_id": "outbox", "holder": self._holder})

    async def _oldest(self) -> list[dict[str, Any]]:
        self._fresh.clear()  # they are saved, so they are found
        due = {"not_before": {"$not": {"$gt": now()}}}
        found = await self._mongo["outbox"].find(due).sort("_id", 1).limit(SWEEP).to_list(SWEEP)
        self._swept = {fact["_id"] for fact in found}
        if any(fact.get("writer") != self._holder for fact in found):
            self._in_company.set()
        return found

    async def _hold_lease(self) -> bool:
        moment = now()
        if self._leased_until - moment > LEASE / 2:
            return True
        free = {"_id": "outbox", "$or": [{"holder": self._holder}, {"until": {"$lt": moment}}]}
        held = {"$set": {"holder": self._holder, "until": moment + LEASE}}
        try:
            await self._mongo["leases"].update_one(free, held, upsert=True)
        except DuplicateKeyError:  # another replica holds it
            return False
        self._leased_until = moment + LEASE
        return True

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(BACKSTOP_SECONDS):
                await self._awake.wait()
        except TimeoutError:
            pass
        self._awake.clear()

    async def _watch(self) -> None:
        """Wake as soon as another replica saves a fact, while there is one that does."""
        while True:
            await self._in_company.wait()
            try:
                await self._follow_others()
                self._in_company.clear()
            except PyMongoError as error:
                logger.warning("the relay cannot watch the outbox", error=repr(error))
                await asyncio.sleep(1)

    async def _follow_others(self) -> None:
        of_others: Document = {"fullDocument.writer": {"$ne": self._holder}}
        stages: list[Document] = [
            {"$match": {"operationType": "insert"} | of_others},
            {"$project": {"_id": 1}},
        ]
        async with self._mongo["outbox"].watch(stages) as changes:
            heard_at = time.monotonic()
            while time.monotonic() - heard_at < COMPANY_SECONDS:
                if await changes.try_next() is not None:
                    heard_at, self._next_sweep = time.monotonic(), float("-inf")
                    self._awake.set()

    async def _measure(self) -> None:
        self._measured = time.monotonic()
        pending = await self._mongo["outbox"].estimated_document_count()
        oldest = await self._mongo["outbox"].find_one({}, {"time": 1}, sort=[("_id", 1)])
        metrics.outbox_pending.labels(self._source).set(pending)
        metrics.outbox_age.labels(self._source).set(
            (now() - oldest["time"]).total_seconds() if oldest else 0
        )


def _is_worth_another_look(facts: Sequence[Document], outcomes: Mapping[str, Outcome]) -> bool:
    """More facts than fit a sweep may wait, unless the broker did not take these.

    Whatever was saved meanwhile wakes the relay by itself.
    """
    settled = sum(outcome in ("confirmed", "returned") for outcome in outcomes.values())
    return len(facts) == SWEEP and settled == SWEEP
