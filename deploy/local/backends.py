"""The private broker and database that tests bring up, break and throw away."""

from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.places import State
from deploy.local.ports import Ports, expect_free
from deploy.local.processes import together


class Backends:
    """A RabbitMQ node and a mongod replica set of one; leaving the context kills both at once."""

    def __init__(self, state: Path, base_port: int) -> None:
        self._base = base_port
        self._ports = Ports.above(base_port)
        self.broker = Broker(State(state), self._ports)
        self.database = Database(State(state), self._ports)

    @property
    def amqp_url(self) -> str:
        return self.broker.url

    @property
    def broker_metrics_url(self) -> str:
        """Where the broker answers Prometheus."""
        return f"http://127.0.0.1:{self._ports.rabbitmq_metrics}"

    @property
    def mongo_url(self) -> str:
        return self.database.url

    async def __aenter__(self) -> Self:
        await expect_free(self._ports.of("rabbitmq", "epmd", "mongod"), self._base)
        try:
            await together(self.broker.start(), self.database.start())
        except BaseException:
            await self.kill()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.kill()

    async def kill(self) -> None:
        await together(self.broker.kill(), self.database.kill())

    async def stop_broker(self) -> None:
        """An orderly stop of the node, as an upgrade does it: about six seconds."""
        await self.broker.node.stop()

    async def kill_broker(self) -> None:
        await self.broker.node.kill()

    async def start_broker(self) -> None:
        await self.broker.start()

    async def kill_database(self) -> None:
        await self.database.kill()

    async def start_database(self) -> None:
        await self.database.start()
