"""Matching on real servers: as desks that hear what a test tells, and as a room with its doors."""

from collections.abc import AsyncIterator, Sequence

import pytest

from contracts.catalogue import EditionOpened
from deploy.local.backends import Backends
from kernel.bus import Bus
from kernel.envelope import Envelope
from kernel.ids import new_id
from services.matching.app import create
from services.matching.settings import MatchingSettings
from tests import trade
from tests.integration.matching.desks import Desk
from tests.names import database_names, virtual_host
from tests.rooms import Room, settings_of
from tests.signing import KeyServer


@pytest.fixture
async def desk(mongo_url: str, database_name: str) -> AsyncIterator[Desk]:
    desk = Desk(mongo_url, database_name)
    await desk.opens()
    yield desk
    desk.mongo.close()


@pytest.fixture
async def other_desk(mongo_url: str, database_name: str) -> AsyncIterator[Desk]:
    """A second replica on the same database."""
    desk = Desk(mongo_url, database_name)
    yield desk
    desk.mongo.close()


@pytest.fixture(scope="package")
async def matching(backends: Backends, mongo_url: str) -> AsyncIterator[Room]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        settings = settings_of(MatchingSettings, mongo_url, amqp_url, database, keys)
        async with Room(lambda: create(settings), keys) as room:
            yield room


@pytest.fixture(scope="package")
async def heard(matching: Room) -> AsyncIterator[list[Envelope]]:
    """Every fact that matching tells from now on, as it goes over the wire."""
    told: list[Envelope] = []

    async def hear(envelopes: Sequence[Envelope]) -> None:
        told.extend(envelopes)

    bus = Bus(matching.service.settings.amqp_url, "test")
    await bus.connect()
    await bus.listen(["matching.#"], hear)
    yield told
    await bus.close()


@pytest.fixture
async def edition(matching: Room) -> str:
    """A new edition that the catalogue has told of."""
    id_ = f"uve-{new_id()}"
    opened = trade.edition(id_)
    del opened["id"]
    await matching.hears(EditionOpened(subject=id_, version=1, edition=id_, **opened))
    return id_
