"""The consumer of one queue: takes facts in batches, retries, sets aside the dead."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Protocol

from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel
from aio_pika.exceptions import AMQPError

from kernel import context, metrics
from kernel.envelope import Envelope, Undecodable
from kernel.logs import logger
from kernel.topology import Topology

BROKER_TROUBLE = (AMQPError, OSError, TimeoutError, RuntimeError)
HELD_LOOK_SECONDS = 0.5

Handle = Callable[[Sequence[Envelope]], Awaitable[None]]


class Aside(Protocol):
    """Copies a message to another queue of its consumer. Raises ConnectionError if not taken."""

    async def __call__(
        self, message: AbstractIncomingMessage, queue: str, **headers: str
    ) -> None: ...


def read_or_none(body: bytes) -> Envelope | None:
    try:
        return Envelope.from_bytes(body)
    except Undecodable:
        return None


class Consumer:
    """Takes what has gathered in a queue and hands it over, and acknowledges it, as one batch."""

    def __init__(
        self,
        aside: Aside,
        topology: Topology,
        handle: Handle,
        passes_by_itself: Callable[[BaseException], bool],
        held: Callable[[], bool],
    ) -> None:
        self._aside, self._topology, self._handle = aside, topology, handle
        self._passes_by_itself, self._held = passes_by_itself, held
        self._waiting: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        self._stopping = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._cancel: Callable[[], Awaitable[object]] | None = None

    @property
    def has_ended(self) -> bool:
        return self._work is not None and self._work.done()

    async def start(self, channel: AbstractRobustChannel) -> None:
        """Declare the queues and begin."""
        self._queue = await self._topology.declare(channel)
        await self._take()
        self._work = asyncio.create_task(self._run(), name=f"consume {self._topology.queue}")

    async def _take(self) -> None:
        tag = await self._queue.consume(self._waiting.put)
        self._cancel = lambda: self._queue.cancel(tag)

    async def stop(self) -> None:
        """Take no more messages, finish the batch at hand; the rest goes back to the queue."""
        self._stopping.set()
        if self._cancel is not None:
            try:
                async with asyncio.timeout(5):
                    await self._cancel()
            except BROKER_TROUBLE as error:
                logger.warning("consumer not cancelled", error=repr(error))
        if self._work is not None:
            await self._work

    async def _run(self) -> None:
        while batch := await self._next_batch():
            if self._held():
                await self._wait_while_held(batch)
                continue
            try:
                await self._settle(batch)
            except BROKER_TROUBLE as error:  # unacknowledged messages come again by themselves
                logger.warning("batch not settled", queue=self._topology.queue, error=repr(error))
                await asyncio.sleep(0.5)
                await self._give_back(batch)

    async def _wait_while_held(self, batch: list[AbstractIncomingMessage]) -> None:
        """Leave everything in the queue meanwhile; what was taken already goes back."""
        try:
            if self._cancel is not None:
                await self._cancel()
                self._cancel = None
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._give_back(batch)
            while self._held() and not self._stopping.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), HELD_LOOK_SECONDS)
            if not self._stopping.is_set():
                await self._take()
        except BROKER_TROUBLE as error:
            logger.warning("a held queue is not at hand", error=repr(error))

    async def _give_back(self, batch: list[AbstractIncomingMessage]) -> None:
        """Let the broker deliver again what is still ours; a lost channel has done so itself."""
        for message in batch:
            with suppress(*BROKER_TROUBLE):
                if not message.processed:
                    await message.nack(requeue=True)

    async def _next_batch(self) -> list[AbstractIncomingMessage]:
        first = asyncio.ensure_future(self._waiting.get())
        stop = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({first, stop}, return_when=asyncio.FIRST_COMPLETED)
        if self._topology.gather:
            await asyncio.wait({stop}, timeout=self._topology.gather)
        stop.cancel()
        if self._stopping.is_set():
            first.cancel()
            return []
        batch = [first.result()]
        while len(batch) < self._topology.batch and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        return batch

    async def _settle(self, batch: list[AbstractIncomingMessage]) -> None:
        """Handle a batch; one that fails is halved until only the culprits are left to retry."""
        readable, envelopes = await self._read(batch)
        if not readable:
            return
        error = await self._handled(envelopes)
        if error is None:
            for message in _last_of_each_channel(readable):
                await message.ack(multiple=True)
        elif len(readable) == 1:
            await self._try_later(readable[0], envelopes[0], error)
        else:
            middle = len(readable) // 2
            await self._settle(readable[:middle])
            await self._settle(readable[middle:])

    async def _handled(self, envelopes: list[Envelope]) -> Exception | None:
        in_flight = metrics.in_flight.labels(self._topology.queue)
        in_flight.set(len(envelopes))
        try:
            with metrics.processing.labels(self._topology.queue).time():
                await self._handle_until_it_passes(envelopes)
        except Exception as error:
            return error
        finally:
            in_flight.set(0)
        return None

    async def _read(
        self, batch: list[AbstractIncomingMessage]
    ) -> tuple[list[AbstractIncomingMessage], list[Envelope]]:
        readable, envelopes = [], []
        for message in batch:
            try:
                envelopes.append(Envelope.from_bytes(message.body))
                readable.append(message)
            except Undecodable as error:
                metrics.consumed.labels(self._topology.queue, "unknown", "invalid").inc()
                await self._aside(message, self._topology.dead, **{"x-error": str(error)})
                await message.ack()
        return readable, envelopes

    async def _handle_until_it_passes(self, envelopes: list[Envelope]) -> None:
        pause = 0.1
        while True:
            try:
                return await self._handle(envelopes)
            except Exception as error:
                if self._stopping.is_set() or not self._passes_by_itself(error):
                    raise
                logger.warning("waiting for the database", queue=self._topology.queue)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5)

    async def _try_later(
        self, message: AbstractIncomingMessage, envelope: Envelope, error: Exception
    ) -> None:
        if self._passes_by_itself(error):  # only while stopping: the queue keeps it
            return await message.nack(requeue=True)
        attempt = int(str((message.headers or {}).get("x-attempt", 0))) + 1
        room = self._topology.waiting_room(attempt)
        with context.continued(envelope.traceparent, envelope.correlation_id):
            logger.error(
                "a fact could not be handled",
                exc_info=error,
                type=envelope.type,
                fact=envelope.id,
                attempt=attempt,
                goes_to=room or self._topology.dead,
            )
        self._count([envelope], "retried" if room else "dead_lettered")
        await self._aside(
            message,
            room or self._topology.dead,
            **{"x-attempt": str(attempt), "x-error": repr(error)[:500]},
        )
        await message.ack()

    def _count(self, envelopes: Sequence[Envelope], outcome: str) -> None:
        for envelope in envelopes:
            metrics.consumed.labels(self._topology.queue, envelope.type, outcome).inc()


def _last_of_each_channel(
    messages: Sequence[AbstractIncomingMessage],
) -> list[AbstractIncomingMessage]:
    """Delivery tags count per channel, and a reconnect may bring a new one within a batch."""
    return list({id(message.channel): message for message in messages}.values())
