"""The event door: which function answers to which fact, and how a batch goes through it."""

import inspect
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, get_type_hints

from kernel import context, metrics, tracing
from kernel.clock import now
from kernel.envelope import Envelope, Fact, Undecodable
from kernel.inbox import Inbox, SeenBefore
from kernel.mongo import Mongo
from kernel.topology import PREFETCH, RETRY_DELAYS, Topology

Told = TypeVar("Told", bound=Fact)
Handler = Callable[..., Awaitable[None]]


class Events:
    """The handlers of one queue.

    A handler takes the facts of its type that came in one batch, in the order in which they came,
    and whatever else it asks for by type (stores, settings); a handler that is registered `whole`
    takes the envelopes with the facts in them. All handlers of a batch run in one transaction
    together with the memory of having handled it: everything takes effect, once.
    """

    def __init__(
        self,
        queue: str,
        delays: tuple[float, ...] = RETRY_DELAYS,
        batch: int = PREFETCH,
        gather: float = 0.0,
    ) -> None:
        self.queue, self._delays, self._batch, self._gather = queue, delays, batch, gather
        self._handlers: dict[str, tuple[type[Fact], Handler]] = {}
        self._whole: set[str] = set()

    def on(self, fact: type[Told], *, whole: bool = False) -> Callable[[Handler], Handler]:
        """Register the handler of a fact; one fact has one handler in a queue."""

        def register(handler: Handler) -> Handler:
            if fact.type in self._handlers:
                raise ValueError(f"{self.queue} handles {fact.type} twice")
            self._handlers[fact.type] = (fact, handler)
            if whole:
                self._whole.add(fact.type)
            return handler

        return register

    @property
    def topology(self) -> Topology:
        """The queues this needs."""
        return Topology(self.queue, tuple(self._handlers), self._delays, self._batch, self._gather)

    def handle_with(
        self, mongo: Mongo, inbox: Inbox, provided: Mapping[type, object]
    ) -> Callable[[Sequence[Envelope]], Awaitable[None]]:
        """The function that the bus calls with each batch."""
        calls = {
            type_: _with_provided(handler, provided)
            for type_, (_, handler) in self._handlers.items()
        }

        async def take(new: Sequence[Envelope]) -> None:
            for type_, told in self._by_type(new).items():
                await calls[type_](told)

        async def all_new(envelopes: Sequence[Envelope]) -> Sequence[Envelope]:
            await inbox.remember(self.queue, envelopes)
            await take(envelopes)
            return envelopes

        async def some_seen(envelopes: Sequence[Envelope]) -> list[Envelope]:
            new = await inbox.new_among(self.queue, envelopes)
            await take(new)
            return new

        async def handle(envelopes: Sequence[Envelope]) -> None:
            last, began = envelopes[-1], time.time_ns()
            with context.continued(last.traceparent, last.correlation_id):
                try:
                    new = await mongo.transaction(lambda: all_new(envelopes))
                except SeenBefore:
                    new = await mongo.transaction(lambda: some_seen(envelopes))
                name = f"{self.queue} {last.type}"
                size = {"messaging.batch.message_count": len(envelopes)}
                tracing.record("consumer", name, last.traceparent, began, size)
            self._count(envelopes, new)

        return handle

    def _by_type(self, envelopes: Sequence[Envelope]) -> dict[str, list[Fact | Envelope]]:
        told: dict[str, list[Fact | Envelope]] = {}
        for envelope in envelopes:
            fact = self._read(envelope)
            handed_over = envelope if envelope.type in self._whole else fact
            told.setdefault(envelope.type, []).append(handed_over)
        return told

    def _read(self, envelope: Envelope) -> Fact:
        if envelope.type not in self._handlers:
            raise Undecodable(f"{self.queue} does not know {envelope.type}")
        fact, _ = self._handlers[envelope.type]
        return fact(
            **envelope.data,  # type: ignore[call-arg]
            subject=envelope.subject,
            version=envelope.version,
            edition=envelope.edition,
        )

    def _count(self, envelopes: Sequence[Envelope], new: Sequence[Envelope]) -> None:
        handled = Counter(envelope.type for envelope in new)
        came = Counter(envelope.type for envelope in envelopes)
        for outcome, numbers in (("ok", handled), ("duplicate", came - handled)):
            for type_, number in numbers.items():
                metrics.consumed.labels(self.queue, type_, outcome).inc(number)
        age, moment = metrics.age.labels(self.queue), now()
        for envelope in envelopes:
            age.observe((moment - envelope.time).total_seconds())


def _with_provided(handler: Handler, provided: Mapping[type, object]) -> Handler:
    """Fill in what a handler asks for by type, once, when the service is put together."""
    wanted = list(inspect.signature(handler).parameters)[1:]
    hints = get_type_hints(handler)
    missing = [name for name in wanted if hints[name] not in provided]
    if missing:
        raise LookupError(f"{handler.__name__} asks for what nobody provides: {missing}")
    arguments: dict[str, Any] = {name: provided[hints[name]] for name in wanted}

    async def call(facts: Sequence[Fact | Envelope]) -> None:
        await handler(facts, **arguments)

    return call
