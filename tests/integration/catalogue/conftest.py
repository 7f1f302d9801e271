"""One running catalogue for all of these tests; each opens an edition of its own."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.backends import Backends
from services.catalogue.app import create
from services.catalogue.settings import CatalogueSettings
from tests import trade
from tests.names import database_names, virtual_host
from tests.rooms import Room, settings_of
from tests.signing import KeyServer


@pytest.fixture(scope="package")
async def catalogue(backends: Backends, mongo_url: str) -> AsyncIterator[Room]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        settings = settings_of(CatalogueSettings, mongo_url, amqp_url, database, keys)
        async with Room(lambda: create(settings), keys) as room:
            yield room


@pytest.fixture
async def edition(catalogue: Room, request: pytest.FixtureRequest) -> str:
    """The id of a new edition, named after the test."""
    name: str = request.node.name
    id_ = "".join(sign if sign.isalnum() else "-" for sign in name.lower())[-40:]
    await catalogue.by("organiser").makes("/editions", trade.edition(id_))
    return id_
