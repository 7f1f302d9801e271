"""What all tests that need servers share: one private broker and database, fresh names for each."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import pytest

from deploy.local.backends import Backends
from kernel.ids import new_id
from kernel.mongo import Mongo
from tests.signing import KeyServer

BASE_PORT = 24000


@pytest.fixture(scope="session")
async def backends(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Backends]:
    """A real RabbitMQ node and a real replica set, for this session alone."""
    state: Path = tmp_path_factory.mktemp("backends")
    async with Backends(state, BASE_PORT) as started:
        yield started


@pytest.fixture(scope="session")
def mongo_url(backends: Backends) -> str:
    return backends.mongo_url


@pytest.fixture
async def amqp_url(backends: Backends) -> AsyncIterator[str]:
    """A virtual host of its own, gone afterwards."""
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


@pytest.fixture
async def database_name(mongo_url: str) -> AsyncIterator[str]:
    """A prefix for names of databases, all dropped afterwards."""
    name = f"test_{new_id()}"
    yield name
    mongo = Mongo(mongo_url, "admin")
    for database in await mongo.database.client.list_database_names():
        if database.startswith(name):
            await mongo.database.client.drop_database(database)
    mongo.close()


@pytest.fixture
async def keys() -> AsyncIterator[KeyServer]:
    async with KeyServer() as server:
        yield server
