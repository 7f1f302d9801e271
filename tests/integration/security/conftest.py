"""The house that the tests of this folder share."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.backends import Backends
from tests.integration.security.house import House, opened


@pytest.fixture(scope="package")
async def house(backends: Backends) -> AsyncIterator[House]:
    async with opened(backends) as house:
        yield house
