"""Names of its own for each test on the shared broker and database, gone afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from deploy.local.backends import Backends
from kernel.ids import new_id
from kernel.mongo import Mongo


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
        yield urlunsplit(address._replace(path=f"/{name}"))
        await management.delete(f"/api/vhosts/{name}")


@asynccontextmanager
async def database_names(mongo_url: str) -> AsyncIterator[str]:
    """A prefix for names of databases."""
    prefix = f"test_{new_id()}"
    yield prefix
    mongo = Mongo(mongo_url, "admin")
    for database in await mongo.database.client.list_database_names():
        if database.startswith(prefix):
            await mongo.database.client.drop_database(database)
    mongo.close()
