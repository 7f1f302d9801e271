"""A gateway with stand-ins behind it."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import Gateway


@pytest.fixture
async def behind() -> AsyncIterator[Behind]:
    async with Behind() as services:
        yield services


@pytest.fixture
async def gateway(
    mongo_url: str, amqp_url: str, database_name: str, behind: Behind
) -> AsyncIterator[Gateway]:
    async with Gateway(
        mongo_url=mongo_url,
        amqp_url=amqp_url,
        database=database_name,
        catalogue_url=behind.url,
        matching_url=behind.url,
        notifications_url=behind.url,
    ) as running:
        yield running
