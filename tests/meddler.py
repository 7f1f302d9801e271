"""Hears every fact that is told; a meddler also passes each on twice and out of order."""

import asyncio
import contextlib
import random
from collections import defaultdict
from types import TracebackType
from typing import Self

import aio_pika
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage, AbstractRobustConnection

from kernel.envelope import Envelope
from kernel.topology import EXCHANGE
from tests.meddled import TOLD_TO_THE_MEDDLER

HELD_BACK = 120
HELD_SECONDS = 0.15


class Tap:
    """Remembers the ids of all facts told, by type."""

    told_to = EXCHANGE

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._connection: AbstractRobustConnection | None = None
        self.heard: dict[str, set[str]] = defaultdict(set)

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect_robust(self._url, reconnect_interval=1)
        channel = await self._connection.channel()
        exchange = await channel.declare_exchange(self.told_to, "topic", durable=True)
        queue = await channel.declare_queue(
            "test.tap", durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.bind(exchange, "#")
        await queue.consume(self._hear)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._connection is not None
        await self._connection.close()

    async def _hear(self, message: AbstractIncomingMessage) -> None:
        envelope = Envelope.from_bytes(message.body)
        self.heard[envelope.type].add(envelope.id)
        await message.ack()


class Meddler(Tap):
    """Holds facts back, then lets a handful go at once: shuffled, each of them twice."""

    told_to = TOLD_TO_THE_MEDDLER

    def __init__(self, amqp_url: str, seed: int) -> None:
        super().__init__(amqp_url)
        self._chance = random.Random(seed)
        self._held: list[AbstractIncomingMessage] = []
        self._letting_go: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._letting_go = asyncio.create_task(self._let_go_in_turns())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._letting_go is not None
        self._letting_go.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._letting_go
        await super().__aexit__(kind, error, trace)

    @property
    def holds_some(self) -> bool:
        return bool(self._held)

    async def _hear(self, message: AbstractIncomingMessage) -> None:
        envelope = Envelope.from_bytes(message.body)
        self.heard[envelope.type].add(envelope.id)
        self._held.append(message)

    async def _let_go_in_turns(self) -> None:
        assert self._connection is not None
        channel = await self._connection.channel()
        events = await channel.declare_exchange(EXCHANGE, "topic", durable=True)
        while True:
            await asyncio.sleep(HELD_SECONDS)
            turn = self._chance.sample(self._held, min(len(self._held), HELD_BACK))
            doubled = turn + turn
            self._chance.shuffle(doubled)
            await asyncio.gather(*(_pass_on(message, events) for message in doubled))
            for message in turn:
                await message.ack()
                self._held.remove(message)


async def _pass_on(message: AbstractIncomingMessage, events: AbstractExchange) -> None:
    copy = aio_pika.Message(
        message.body,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        headers=message.headers,
    )
    await events.publish(copy, str(message.routing_key), mandatory=False)
