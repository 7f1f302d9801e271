"""RabbitMQ: publish facts with confirms, consume them in batches, retry, set aside the dead."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Literal

import aio_pika
from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import DeliveryError, PublishError

from kernel import metrics
from kernel.consumer import BROKER_TROUBLE as BROKER_TROUBLE
from kernel.consumer import Consumer, read_or_none
from kernel.consumer import Handle as Handle
from kernel.envelope import Envelope
from kernel.logs import logger
from kernel.topology import EXCHANGE, PREFETCH, Topology

PUBLISH_SECONDS = 10.0
COLLECTED_AT_ONCE = 20
DELIVERY = {True: aio_pika.DeliveryMode.PERSISTENT, False: aio_pika.DeliveryMode.NOT_PERSISTENT}

Outcome = Literal["confirmed", "returned", "nacked", "timeout", "disconnected"]
Keep = Callable[[bytes, dict[str, object]], Awaitable[None]]


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
            connection = await aio_pika.connect_robust(
                self._url,
                timeout=5,
                reconnect_interval=1,
                client_properties={"connection_name": f"{self._name}.{purpose}"},
            )
            connection.reconnect_callbacks.add(self._reconnected)
            self._connections.append(connection)
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
        open_ = sum(connection.connected.is_set() for connection in self._connections)
        metrics.amqp_connected.labels(self._name).set(open_)
        if any(consumer.has_ended for consumer in self._consumers):
            raise ConnectionError("a consumer has ended")
        for connection in self._connections:
            channel = await connection.channel()
            await channel.close()

    def _reconnected(self, *_: object) -> None:
        metrics.amqp_reconnects.labels(self._name).inc()

    async def publish(self, envelopes: Sequence[Envelope]) -> dict[str, Outcome]:
        """Publish facts side by side; what became of each, by its id.

        "confirmed" is with the broker for good, or was for whoever listened at the moment.
        "returned" is a lasting fact that met no queue: whoever is to hear it has not started yet.
        Anything else must be published again.
        """
        outcomes = await asyncio.gather(*(self._publish(envelope) for envelope in envelopes))
        return {envelope.id: outcome for envelope, outcome in zip(envelopes, outcomes, strict=True)}

    async def _publish(self, envelope: Envelope) -> Outcome:
        with metrics.publish_duration.labels(envelope.type).time():
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
        envelope = read_or_none(message.body)
        outcome = await self._send(message.body, envelope, "", queue, **headers)
        if outcome != "confirmed":
            raise ConnectionError(f"{queue} did not take the message: {outcome}")

    async def consume(
        self,
        topology: Topology,
        handle: Handle,
        passes_by_itself: Callable[[BaseException], bool],
        held: Callable[[], bool] = lambda: False,
    ) -> None:
        """Handle a durable queue's facts, in batches, until the bus is closed; wait while held."""
        channel = await self._channel(1)
        await channel.set_qos(prefetch_count=max(PREFETCH, 2 * topology.batch))
        consumer = Consumer(self.set_aside, topology, handle, passes_by_itself, held)
        self._consumers.append(consumer)
        await consumer.start(channel)

    async def collect(self, queue: str, keep: Keep) -> None:
        """Hand over each message of a queue, with its headers; it is taken off once it is kept."""
        channel = await self._channel(1)
        await channel.set_qos(prefetch_count=COLLECTED_AT_ONCE)

        async def take(message: AbstractIncomingMessage) -> None:
            with suppress(*BROKER_TROUBLE):  # a lost channel brings it again, and it is kept again
                await keep(message.body, dict(message.headers or {}))
                await message.ack()

        await (await channel.get_queue(queue)).consume(take)

    async def hand_back(self, body: bytes, queue: str) -> None:
        """Put a message into a consumer's queue anew. Raises ConnectionError if not taken."""
        outcome = await self._send(body, read_or_none(body), "", queue)
        if outcome != "confirmed":
            raise ConnectionError(f"{queue} did not take the message: {outcome}")

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
