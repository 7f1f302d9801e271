"""A running room with a mail server beside it."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.integration.notifications.running import MailServer, Room
from tests.signing import KeyServer

QUIET_SECONDS = 0.5


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


@pytest.fixture
def build(
    mongo_url: str, amqp_url: str, database_name: str, mail: MailServer, keys: KeyServer
) -> Callable[[], Room]:
    """Makes a replica of the room; all share their database and their queue."""

    def make() -> Room:
        return Room(
            mongo_url=mongo_url,
            amqp_url=amqp_url,
            database=database_name,
            keys_url=keys.url,
            smtp_url=f"smtp://127.0.0.1:{mail.port}",
            quiet_seconds=QUIET_SECONDS,
            retry_seconds=0.2,
        )

    return make


@pytest.fixture
async def room(build: Callable[[], Room]) -> AsyncIterator[Room]:
    async with build() as running:
        yield running
