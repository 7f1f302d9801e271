"""A gateway with stand-ins behind it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from deploy.local.backends import Backends
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.letters import Letterbox
from tests.integration.gateway.running import Gateway
from tests.names import database_names, virtual_host


@pytest.fixture
async def behind() -> AsyncIterator[Behind]:
    async with Behind() as services:
        yield services


@pytest.fixture
async def gateway(
    mongo_url: str, amqp_url: str, database_name: str, behind: Behind
) -> AsyncIterator[Gateway]:
    async with Gateway.before(
        behind.url, mongo_url=mongo_url, amqp_url=amqp_url, database=database_name
    ) as running:
        yield running


@dataclass(frozen=True)
class Office:
    """A gateway that the tests of a module share, and the letters it wants written."""

    gateway: Gateway
    letters: Letterbox
    behind: Behind


@pytest.fixture(scope="module")
async def office(backends: Backends) -> AsyncIterator[Office]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(backends.mongo_url) as database,
        Behind() as behind,
        Letterbox(amqp_url, behind.letter_key) as letters,
        Gateway.before(
            behind.url, mongo_url=backends.mongo_url, amqp_url=amqp_url, database=database
        ) as gateway,
    ):
        yield Office(gateway, letters, behind)
