"""The whole stack in the order it lives by: backends, services, sample; and back again."""

import os
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from deploy.local.broker import Broker
from deploy.local.choices import Choices
from deploy.local.database import Database
from deploy.local.environment import SERVICES, environments
from deploy.local.given import GivenBroker, GivenDatabase
from deploy.local.places import State
from deploy.local.ports import expect_free
from deploy.local.processes import Process, run_to_end, together
from deploy.local.services import Service
from deploy.local.supervisor import Supervisor
from deploy.local.trouble import SetupError


class Backend(Protocol):
    """What the services lean on, whether started here or given by address."""

    name: str

    @property
    def url(self) -> str: ...

    @property
    def processes(self) -> Sequence[Process]: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


class Stack:
    """Starts everything real, keeps it running, and ends exactly what it started."""

    def __init__(self, choices: Choices, state: State, tell: Callable[[str], None]) -> None:
        self._choices = choices
        self._state = state
        self._tell = tell
        self._supervisor = Supervisor(tell)
        self._backends: list[Backend] = []
        self._services: list[Service] = []

    async def start(self) -> None:
        set_old_logs_aside(self._state.logs)
        await expect_free(self._choices.ports_needed(), self._choices.base_port)
        broker, database = self._choose_backends()
        self._backends = [broker, database]
        await together(*(self._timed(each.name, each.start()) for each in self._backends))
        self._services = self._lay_out_services(database.url, broker.url)
        await together(*(self._timed(each.name, each.start()) for each in self._services))
        for process in self._processes():
            self._supervisor.watch(process)

    async def load_sample(self) -> None:
        """Import the chosen expo through the public door; its own words go to the terminal."""
        argv = [sys.executable, "-m", "deploy.local.load_sample", self._choices.sample]
        gateway = {
            "PENDOPO_URL": self.address,
            "GATEWAY_DEMO_PASSWORD": self._choices.demo_password,
        }
        if await run_to_end(argv, {**os.environ, **gateway}):
            raise SetupError(
                "The sample expo was not loaded; the reason stands above.",
                "make reset run  (forgets all local data)   or   SAMPLE=none make run",
            )

    async def stop(self) -> None:
        """The public door first, then the rooms, then what they lean on."""
        await self._supervisor.close()
        for those in (self._services[-1:], self._services[:-1]):
            await together(*(service.end() for service in those))
        await together(*(each.stop() for each in self._backends))

    @property
    def backends(self) -> Sequence[Backend]:
        """Broker and database, in this order, once started."""
        return tuple(self._backends)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._choices.ports.gateway}"

    def _choose_backends(self) -> tuple[Backend, Backend]:
        given, ports = self._choices, self._choices.ports
        return (
            GivenBroker(given.amqp_url) if given.amqp_url else Broker(self._state, ports),
            GivenDatabase(given.mongo_url) if given.mongo_url else Database(self._state, ports),
        )

    def _lay_out_services(self, mongo_url: str, amqp_url: str) -> list[Service]:
        envs = environments(self._choices, self._state, mongo_url, amqp_url)
        modules = {"mailcatcher": "deploy.local.mailcatcher"}
        modules |= {name: f"services.{name}" for name in SERVICES}
        return [
            Service(name, envs[name], module=module, log=self._state.log(name))
            for name, module in modules.items()
        ]

    def _processes(self) -> Iterator[Process]:
        for backend in self._backends:
            yield from backend.processes
        yield from self._services

    async def _timed(self, name: str, start: Coroutine[Any, Any, None]) -> None:
        born = time.monotonic()
        await start
        self._tell(f"{name} is ready after {time.monotonic() - born:.1f} s")


def set_old_logs_aside(folder: Path) -> None:
    for log in folder.glob("*.log"):
        log.replace(log.with_suffix(".log.old"))
