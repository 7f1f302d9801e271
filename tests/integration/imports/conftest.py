"""Imports as workers on a database of their own, and as the organiser meets them at two doors."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.backends import Backends
from services.catalogue.app import create as create_catalogue
from services.catalogue.settings import CatalogueSettings
from services.matching.app import create as create_matching
from services.matching.settings import MatchingSettings
from tests.integration.imports.desks import Desk
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
async def rooms(backends: Backends, mongo_url: str) -> AsyncIterator[dict[str, Room]]:
    """Catalogue and matching, which hear each other, by the kinds of sheets that they take."""
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        servers = (mongo_url, amqp_url)
        ours = settings_of(CatalogueSettings, *servers, f"{database}_catalogue", keys)
        theirs = settings_of(MatchingSettings, *servers, f"{database}_matching", keys)
        async with (
            Room(lambda: create_catalogue(ours), keys) as catalogue,
            Room(lambda: create_matching(theirs), keys) as matching,
        ):
            yield {
                "exhibitors": catalogue,
                "products": catalogue,
                "buyers": matching,
                "demands": matching,
            }
