"""The queues of one consumer: the durable one, its waiting rooms for retries, its dead letters."""

from dataclasses import dataclass

from aio_pika.abc import AbstractChannel, AbstractQueue
from pamqp.common import FieldTable

EXCHANGE = "expo.events"
RETRY_DELAYS = (1.0, 5.0, 30.0, 300.0)
DELIVERY_LIMIT = 50
PREFETCH = 200


@dataclass(frozen=True, slots=True)
class Topology:
    """Names and arguments of a consumer's queues.

    `delays` are the seconds a fact waits before it is tried again, one entry an attempt; after
    the last it goes to `<queue>.dead`. Queues are quorum queues: what was confirmed survives.
    At most `batch` facts are handled at once, in one transaction; a batch waits `gather` seconds
    for company.
    """

    queue: str
    types: tuple[str, ...]
    delays: tuple[float, ...] = RETRY_DELAYS
    batch: int = PREFETCH
    gather: float = 0.0

    @property
    def dead(self) -> str:
        return f"{self.queue}.dead"

    def waiting_room(self, attempt: int) -> str | None:
        """Where a fact waits after its failed `attempt` (1, 2, …); None when it waits no more."""
        if attempt > len(self.delays):
            return None
        return f"{self.queue}.retry.{round(self.delays[attempt - 1] * 1000)}ms"

    async def declare(self, channel: AbstractChannel) -> AbstractQueue:
        """Make exchange, queues and bindings where they are missing; return the main queue."""
        exchange = await channel.declare_exchange(EXCHANGE, "topic", durable=True)
        await channel.declare_queue(self.dead, durable=True, arguments={"x-queue-type": "quorum"})
        for attempt, delay in enumerate(self.delays, start=1):
            await channel.declare_queue(
                str(self.waiting_room(attempt)),
                durable=True,
                arguments=_hands_over_to(self.queue) | {"x-message-ttl": round(delay * 1000)},
            )
        queue = await channel.declare_queue(
            self.queue,
            durable=True,
            arguments=_hands_over_to(self.dead) | {"x-delivery-limit": DELIVERY_LIMIT},
        )
        for routing_key in self.types:
            await queue.bind(exchange, routing_key)
        return queue


def _hands_over_to(queue: str) -> FieldTable:
    """A quorum queue whose leavers reach `queue` at least once, even when the broker fails."""
    return {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
