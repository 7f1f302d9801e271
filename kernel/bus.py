"""RabbitMQ: publish facts with confirms, consume them in batches, retry, set aside the dead."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Literal

import aio_pika
from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import AMQPError, DeliveryError, PublishError

from kernel import metrics
from kernel.envelope import Envelope, Undecodable
from kernel.logs import logger
from kernel.topology import EXCHANGE, PREFETCH, Topology

PUBLISH_SECONDS = 10.0
DELIVERY = {True: aio_pika.DeliveryMode.PERSISTENT, False: aio_pika.DeliveryMode.NOT_PERSISTENT}

Outcome = Literal["confirmed", "returned", "nacked", "timeout", "disconnected"]
Handle = Callable[[Sequence[Envelope]], Awaitable[None]]
BROKER_TROUBLE = (AMQPError, OSError, TimeoutError, RuntimeError)


class Bus:
    """Two connections to the broker, so that a blocked publisher does not hold up a consumer."""

    def __init__(self, url: str, name: str) -> None:
        self._url, self._name = url, name
        self._connections: list[AbstractRobustConnection] = []
        self._consumers: list[Consumer] = []
        self._publishing: AbstractRobustChannel | None = None

    async def connect(self) -> None:
        """Connect and make the exchange. Raises one of BROKER_TROUBLE while the broker is away."""
        await self.close()
        for purpose in ("publish", "consume"):
            self._connections.append(
                await aio_pika.connect_robust(
                    self._url,
                    timeout=5,
                    reconnect_interval=1,
                    client_properties={"connection_name": f"{self._name}.{purpose}"},
                )
            )
        self._publishing = await self._channel(0)
        await self._publishing.declare_exchange(EXCHANGE, "topic", durable=True)

    async def stop_consuming(self) -> None:
        """Take no more facts and let what is being handled finish."""
        await asyncio.gather(*(consumer.stop() for consumer in self._consumers))
        self._consumers = []

    async def close(self) -> None:
        """Stop consuming and disconnect."""
        await self.stop_consuming()
        for connection in self._connections:
            await connection.close()
        self._connections, self._publishing = [], None

    async def ping(self) -> None:
        """A round trip on a channel of each connection. Raises when the broker does not answer."""
        if len(self._connections) < 2:
            raise ConnectionError("not connected to the broker")
        if any(consumer.has_ended for consumer in self._consumers):
            raise ConnectionError("a consumer has ended")
        for connection in self._connections:
            channel = await connection.channel()
            await channel.close()

    async def publish(self, envelopes: Sequence[Envelope]) -> dict[str, Outcome]:
        """Publish facts side by side; what became of each, by its id.

        "confirmed" is with the broker for good, or was for whoever listened at the moment.
        "returned" is a lasting fact that met no queue: whoever is to hear it has not started yet.
        Anything else must be published again.
        """
        outcomes = await asyncio.gather(*(self._publish(envelope) for envelope in envelopes))
        return {envelope.id: outcome for envelope, outcome in zip(envelopes, outcomes, strict=True)}

    async def _publish(self, envelope: Envelope) -> Outcome:
        outcome = await self._send(envelope.to_bytes(), envelope, EXCHANGE, envelope.type)
        metrics.published.labels(envelope.type, outcome).inc()
        return outcome

    async def _send(
        self, body: bytes, envelope: Envelope | None, exchange: str, key: str, **headers: str
    ) -> Outcome:
        if self._publishing is None:
            return "disconnected"
        message = aio_pika.Message(
            body,
            content_type="application/cloudevents+json",
            delivery_mode=DELIVERY[envelope is None or envelope.lasting],
            message_id=envelope.id if envelope else None,
            type=envelope.type if envelope else None,
            headers={**headers, **({"traceparent": envelope.traceparent} if envelope else {})},
        )
        try:
            target = await self._publishing.get_exchange(exchange, ensure=False)
            async with asyncio.timeout(PUBLISH_SECONDS):
                await target.publish(
                    message,
                    key,
                    mandatory=envelope is None or envelope.lasting,
                    timeout=PUBLISH_SECONDS,
                )
        except PublishError:
            return "returned"
        except DeliveryError:
            return "nacked"
        except BROKER_TROUBLE as error:
            logger.warning("publish failed", error=repr(error), routing_key=key)
            return "timeout"
        except asyncio.CancelledError:  # aio-pika turns a lost heartbeat into one nobody asked for
            if (task := asyncio.current_task()) and task.cancelling():
                raise
            return "timeout"
        return "confirmed"

    async def set_aside(self, message: AbstractIncomingMessage, queue: str, **headers: str) -> None:
        """Copy a message to another queue of its consumer. Raises ConnectionError if not taken."""
        envelope = _readable(message)
        outcome = await self._send(message.body, envelope, "", queue, **headers)
        if outcome != "confirmed":
            raise ConnectionError(f"{queue} did not take the message: {outcome}")

    async def consume(
        self, topology: Topology, handle: Handle, passes_by_itself: Callable[[BaseException], bool]
    ) -> None:
        """Handle a durable queue's facts, in batches, until the bus is closed."""
        channel = await self._channel(1)
        await channel.set_qos(prefetch_count=max(PREFETCH, 2 * topology.batch))
        consumer = Consumer(self, topology, handle, passes_by_itself)
        self._consumers.append(consumer)
        await consumer.start(channel)

    async def listen(self, types: Sequence[str], handle: Handle) -> None:
        """Hear facts in this process alone, from now on; nothing is kept, nothing is retried."""
        channel = await self._channel(1)
        exchange = await channel.declare_exchange(EXCHANGE, "topic", durable=True)
        queue = await channel.declare_queue(exclusive=True, auto_delete=True)
        for routing_key in types:
            await queue.bind(exchange, routing_key)

        async def hear(message: AbstractIncomingMessage) -> None:
            try:
                await handle([Envelope.from_bytes(message.body)])
            except Exception:
                logger.exception("a live fact could not be handled", type=message.type)

        await queue.consume(hear, no_ack=True)

    async def _channel(self, connection: int) -> AbstractRobustChannel:
        channel = await self._connections[connection].channel(
            publisher_confirms=True, on_return_raises=True
        )
        return channel


def _readable(message: AbstractIncomingMessage) -> Envelope | None:
    try:
        return Envelope.from_bytes(message.body)
    except Undecodable:
        return None


class Consumer:
    """Takes what has gathered in a queue and hands it over, and acknowledges it, as one batch."""

    def __init__(
        self,
        bus: Bus,
        topology: Topology,
        handle: Handle,
        passes_by_itself: Callable[[BaseException], bool],
    ) -> None:
        self._bus, self._topology, self._handle = bus, topology, handle
        self._passes_by_itself = passes_by_itself
        self._waiting: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        self._stopping = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._cancel: Callable[[], Awaitable[object]] | None = None

    @property
    def has_ended(self) -> bool:
        return self._work is not None and self._work.done()

    async def start(self, channel: AbstractRobustChannel) -> None:
        """Declare the queues and begin."""
        queue = await self._topology.declare(channel)
        tag = await queue.consume(self._waiting.put)
        self._cancel = lambda: queue.cancel(tag)
        self._work = asyncio.create_task(self._run(), name=f"consume {self._topology.queue}")

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
            try:
                await self._settle(batch)
            except BROKER_TROUBLE as error:  # unacknowledged messages come again by themselves
                logger.warning("batch not settled", queue=self._topology.queue, error=repr(error))
                await asyncio.sleep(0.5)
                await self._give_back(batch)

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
            self._count(envelopes, "ok")
            for message in _last_of_each_channel(readable):
                await message.ack(multiple=True)
        elif len(readable) == 1:
            await self._try_later(readable[0], envelopes[0], error)
        else:
            middle = len(readable) // 2
            await self._settle(readable[:middle])
            await self._settle(readable[middle:])

    async def _handled(self, envelopes: list[Envelope]) -> Exception | None:
        try:
            with metrics.processing.labels(self._topology.queue).time():
                await self._handle_until_it_passes(envelopes)
        except Exception as error:
            return error
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
                await self._bus.set_aside(message, self._topology.dead, **{"x-error": str(error)})
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
        logger.error(
            "a fact could not be handled",
            exc_info=error,
            type=envelope.type,
            fact=envelope.id,
            attempt=attempt,
            goes_to=room or self._topology.dead,
        )
        self._count([envelope], "retried" if room else "dead_lettered")
        await self._bus.set_aside(
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
