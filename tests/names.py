"""Names of its own for each test on the shared broker and database, gone afterwards."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from deploy.local.backends import Backends
from deploy.local.ports import is_free
from kernel.ids import new_id
from kernel.mongo import Mongo

FIRST_PORT, LAST_PORT, PORTS_A_SESSION = 24_000, 32_400, 400


@contextmanager
def reserved_ports() -> Iterator[int]:
    """The first of some ports for one session; a socket on the last of them keeps others away.

    Ports among which somebody listens already, such as a stack of your own, are passed over.
    """
    for first in range(FIRST_PORT, LAST_PORT, PORTS_A_SESSION):
        if not all(is_free(port) for port in range(first, first + PORTS_A_SESSION)):
            continue
        with socket.socket() as guard:
            try:
                guard.bind(("127.0.0.1", first + PORTS_A_SESSION - 1))
            except OSError:
                continue
            yield first
            return
    raise RuntimeError("no ports are left for tests; end the other sessions")


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def virtual_host(backends: Backends) -> AsyncIterator[str]:
    """The address of a virtual host of its own."""
    name, address = f"test-{new_id()}", urlsplit(backends.amqp_url)
    user = str(address.username)
    rights = {"configure": ".*", "write": ".*", "read": ".*"}
    async with aiohttp.ClientSession(
        f"http://127.0.0.1:{backends.broker.ports.rabbitmq_management}",
        headers={"authorization": aiohttp.encode_basic_auth(user, str(address.password))},
        raise_for_status=True,
    ) as management:
        await management.put(f"/api/vhosts/{name}")
        await management.put(f"/api/permissions/{name}/{user}", json=rights)
        try:
            yield urlunsplit(address._replace(path=f"/{name}"))
        finally:
            await management.delete(f"/api/vhosts/{name}")


@asynccontextmanager
async def database_names(mongo_url: str) -> AsyncIterator[str]:
    """A prefix for names of databases."""
    prefix = f"test_{new_id()}"
    mongo = Mongo(mongo_url, "admin")
    try:
        yield prefix
    finally:
        for database in await mongo.database.client.list_database_names():
            if database.startswith(prefix):
                await mongo.database.client.drop_database(database)
        mongo.close()
