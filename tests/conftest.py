"""What all tests that need servers share: one private broker and database, fresh names for each."""

import random
from collections.abc import AsyncIterator, Iterator

import pymongo.message
import pytest
from hypothesis import settings

from deploy.local.backends import Backends
from tests.names import database_names, reserved_ports, virtual_host
from tests.signing import KeyServer

# The driver numbers what it asks at random, in threads, while rooms run. It gets a generator of its
# own, as hypothesis would take its draws for those of a strategy.
vars(pymongo.message)["random"] = random.Random()

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture(scope="session")
def base_port() -> Iterator[int]:
    """The first of 400 ports that no other session of tests uses: ten stacks fit side by side."""
    with reserved_ports() as first:
        yield first


@pytest.fixture(scope="session")
async def backends(
    tmp_path_factory: pytest.TempPathFactory, base_port: int
) -> AsyncIterator[Backends]:
    """A real RabbitMQ node and a real replica set, for this session alone."""
    async with Backends(tmp_path_factory.mktemp("backends"), base_port) as started:
        yield started


@pytest.fixture(scope="session")
def mongo_url(backends: Backends) -> str:
    return backends.mongo_url


@pytest.fixture
async def amqp_url(backends: Backends) -> AsyncIterator[str]:
    """The address of a virtual host of its own."""
    async with virtual_host(backends) as url:
        yield url


@pytest.fixture
async def database_name(mongo_url: str) -> AsyncIterator[str]:
    """A prefix for names of databases."""
    async with database_names(mongo_url) as prefix:
        yield prefix


@pytest.fixture
async def keys() -> AsyncIterator[KeyServer]:
    async with KeyServer() as server:
        yield server
