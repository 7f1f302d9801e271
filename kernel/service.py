"""How a service starts, runs and ends: one FastAPI application, its queues, its relay, its work."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import uvloop
from fastapi import APIRouter, FastAPI
from granian.constants import Interfaces
from granian.server.embed import Server
from pymongo.errors import PyMongoError
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from kernel import http, logs, metrics, openapi, ops, tracing
from kernel.bus import BROKER_TROUBLE, Bus, Handle
from kernel.callers import Keys
from kernel.chores import Chores
from kernel.deadletters import DeadLetters
from kernel.events import Events
from kernel.health import Health
from kernel.inbox import Inbox
from kernel.instruments import keep_counting, measure_lag
from kernel.logs import logger
from kernel.mongo import Mongo, passes_by_itself
from kernel.outbox import Outbox, Relay
from kernel.overview import Overview
from kernel.providing import provided as provided
from kernel.settings import ServiceSettings
from kernel.switches import Switches, SwitchName
from kernel.wholeness import RestoreUnfinished, expect_whole

MOST_CONNECTIONS = 16_000
"""Open at once in a process; left alone, the server takes as many as its backlog."""
VERSION = "1"
"""Of the HTTP interface; what was built is told by the revision."""
HEALTH_EVERY_SECONDS = 5.0

Work = Callable[[], Awaitable[None]]


class Service:
    """The mechanism around a room's doors; `app.py` fills it and hands out `.app`."""

    def __init__(
        self, name: str, settings: ServiceSettings, prefix: str = "", **fastapi: Any
    ) -> None:
        self.name, self.settings = name, settings
        self.mongo = Mongo(settings.mongo_url, settings.database)
        self.bus = Bus(settings.amqp_url, name)
        self.outbox = Outbox(self.mongo, name)
        self.inbox = Inbox(self.mongo)
        self.health = Health()
        metrics.build.labels(VERSION, settings.revision).set(1)
        self.chores, self.switches = Chores(self.mongo), Switches(self.mongo)
        self._letters = DeadLetters(self.mongo, self.bus)
        self._relay = Relay(self.mongo, self.bus, self.outbox)
        self._provided: dict[type, object] = {Mongo: self.mongo, Outbox: self.outbox}
        self._prepare: list[Work] = [
            self.inbox.ensure,
            self._letters.ensure,
            self.chores.ensure,
            self.switches.read,
        ]
        self._events: list[Events] = []
        self._live: list[tuple[Sequence[str], Handle]] = []
        self._work: list[Work] = [
            self.switches.run,
            self.chores.run,
            self._measure,
            self._measure_lag,
            self._measure_health,
            self._count,
        ]
        self._counts: list[Work] = []
        self._holds: dict[str, SwitchName] = {}
        self._finish: list[Work] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._started = False
        self.app = FastAPI(
            title=f"Pendopo {name}",
            version=VERSION,
            lifespan=self._lifespan,
            redoc_url=None,
            generate_unique_id_function=lambda route: route.name,
            **fastapi,
        )
        openapi.describe(self.app)
        self.app.state.provided = self._provided
        self.app.state.keys = Keys(settings.keys_url)
        self.app.add_middleware(http.Surroundings, switches=self.switches)
        http.answer_problems(self.app)
        http.answer_ops(self.app, self.health)
        self.app.include_router(ops.router, prefix=prefix)
        self.health.check("start", self._has_started)
        self.health.check("mongo", self.mongo.ping)
        self.health.check("rabbitmq", self.bus.ping)
        self.provide(self.chores, self.switches, self._letters)
        self.overview = Overview(
            name, self.mongo, self.health, self._letters, self.chores, self.switches
        )
        self.provide(self.overview)

    def provide(self, *things: object) -> None:
        """Let doors ask for these by their type."""
        self._provided |= {type(thing): thing for thing in things}

    def prepares(self, *work: Work) -> None:
        """Do this once the database answers and before anything else: indexes, first data."""
        self._prepare.extend(work)

    def routes(self, *routers: APIRouter) -> None:
        """Open the HTTP door."""
        for router in routers:
            self.app.include_router(router)

    def surrounds(self, layer: Callable[[ASGIApp], ASGIApp]) -> None:
        """Let every request go through this layer, within that which counts and names it."""
        self.app.user_middleware.append(Middleware(layer))

    def listens(self, *events: Events) -> None:
        """Open the event door."""
        self._events.extend(events)

    def holds(self, events: Events, switch: SwitchName) -> None:
        """Let a queue's facts wait there while a switch is on."""
        self._holds[events.queue] = switch

    def hears(self, types: Sequence[str], handle: Handle) -> None:
        """Hear facts in this process alone, for caches and live streams."""
        self._live.append((types, handle))

    def runs(self, *work: Work) -> None:
        """Keep this going in the background; it is started again when it fails."""
        self._work.extend(work)

    def counts(self, *work: Work) -> None:
        """Let this set its gauge from time to time, from what the database holds."""
        self._counts.extend(work)

    def finishes(self, *work: Work) -> None:
        """Do this at the very end: close what was opened."""
        self._finish.extend(work)

    async def _has_started(self) -> None:
        if not self._started:
            raise RuntimeError("still starting")

    @asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        starting = asyncio.create_task(self._start(), name="start")
        try:
            yield
        finally:
            starting.cancel()
            with suppress(asyncio.CancelledError):
                await starting
            await self.stop()

    async def _start(self) -> None:
        """Start as soon as database and broker are there, however long they take."""
        await _until_it_works("the database", self._prepare_all, PyMongoError, RestoreUnfinished)
        self._background(self._relay.run)
        await _until_it_works("the broker", self._open_event_door, *BROKER_TROUBLE)
        for work in self._work:
            self._background(work)
        self._started = True
        self.health.ask_anew()
        logger.info("started", address=f"http://{self.settings.host}:{self.settings.port}")

    async def _prepare_all(self) -> None:
        await expect_whole(self.mongo)
        for work in self._prepare:
            await work()

    async def _open_event_door(self) -> None:
        await self.bus.connect()
        for events in self._events:
            handle = events.handle_with(self.mongo, self.inbox, self._provided)
            held = self._held(events.queue)
            await self.bus.consume(events.topology, handle, passes_by_itself, held)
            await self.bus.collect(events.topology.dead, partial(self._letters.keep, events.queue))
        for types, hear in self._live:
            await self.bus.listen(types, hear)

    def _held(self, queue: str) -> Callable[[], bool]:
        switch = self._holds.get(queue)
        return lambda: switch is not None and self.switches.is_on(switch)

    async def _measure_health(self) -> None:
        """Whether dependencies answer is known even when nobody asks `/readyz`."""
        while True:
            await self.health.ready()
            await asyncio.sleep(HEALTH_EVERY_SECONDS)

    async def _measure_lag(self) -> None:
        await measure_lag(self.name)

    async def _count(self) -> None:
        await keep_counting(self._counts)

    async def _measure(self) -> None:
        await self._letters.measure([events.queue for events in self._events])

    def _background(self, work: Work) -> None:
        self._tasks.append(asyncio.create_task(_forever(work), name=work.__qualname__))

    async def stop(self) -> None:
        """Finish what is at hand, tell what is told, let go of everything."""
        await self.bus.stop_consuming()
        await _cancel(*self._tasks)
        with suppress(PyMongoError, *BROKER_TROUBLE, TimeoutError):
            async with asyncio.timeout(5):
                await self._relay.sweep()
                await self._relay.release()
        await self.bus.close()
        for work in self._finish:
            await work()
        self.mongo.close()
        await asyncio.to_thread(tracing.close)
        logger.info("stopped")


async def _until_it_works(what: str, work: Work, *trouble: type[BaseException]) -> None:
    pause = 0.1
    while True:
        try:
            return await work()
        except trouble as error:
            logger.warning(f"waiting for {what}", error=repr(error)[:300])
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2)


async def _forever(work: Work) -> None:
    while True:
        try:
            return await work()
        except Exception:
            logger.exception("background work failed and starts again", work=work.__qualname__)
            await asyncio.sleep(1)


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def run(create: Callable[[], Service]) -> None:
    """Serve until SIGTERM or SIGINT, then drain: not ready, no new requests, finish, close.

    `create` is called within the running loop, to which Motor's client belongs.
    """
    uvloop.run(_serve(create))


def server_of(service: Service) -> Server:
    """What answers at a service's address, once its `serve` runs."""
    return Server(
        service.app,
        address=service.settings.host,
        port=service.settings.port,
        interface=Interfaces.ASGI,
        log_enabled=False,
        backlog=4096,
        backpressure=MOST_CONNECTIONS,
    )


async def _serve(create: Callable[[], Service]) -> None:
    service = create()
    settings = service.settings
    logs.configure(service.name, settings.log_level)
    tracing.configure(service.name, os.environ)
    server = server_of(service)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    serving = asyncio.create_task(server.serve())
    await asyncio.wait({serving, asyncio.create_task(ended.wait())}, return_when="FIRST_COMPLETED")
    if serving.done():
        await serving
        raise SystemExit("the server ended although nobody asked it to")
    service.health.draining = True
    await asyncio.sleep(settings.drain_seconds)
    server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait({serving}, timeout=settings.longest_drain_seconds)
    if not serving.done():  # granian waits for every open answer, however long it takes
        logger.warning("requests that did not end in time are cut off")
        await service.stop()
        os._exit(0)
