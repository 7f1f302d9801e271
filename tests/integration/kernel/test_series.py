"""What a service measures stays bounded, whatever it is asked: no label is made of input."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.backends import Backends
from services.catalogue.app import create
from services.catalogue.settings import CatalogueSettings
from tests.names import database_names, virtual_host
from tests.rooms import Room, settings_of
from tests.signing import KeyServer

MOST_SERIES = 2_000
ASKED = 400
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "BREW")


@pytest.fixture(scope="module")
async def room(backends: Backends, mongo_url: str) -> AsyncIterator[Room]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        settings = settings_of(CatalogueSettings, mongo_url, amqp_url, database, keys)
        async with Room(lambda: create(settings), keys) as room:
            yield room


async def _series(room: Room) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    async with room.client.get("/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
        return {
            (sample.name, tuple(sorted(sample.labels.items())))
            for family in families
            for sample in family.samples
        }


async def _ask_anything(room: Room, chance: random.Random) -> None:
    word = "".join(chance.choices("abcxyz019-_%.", k=12))
    path = chance.choice(
        ["/v1/editions/{}", "/v1/editions/{}/products/{}", "/{}", "/v1/{}/x", "/v1/ops/{}"]
    ).replace("{}", word)
    headers = {"authorization": f"Bearer {word}", "x-correlation-id": word}
    async with room.client.request(chance.choice(METHODS), path, headers=headers) as answer:
        await answer.read()


async def test_no_question_makes_series_beyond_the_routes(room: Room) -> None:
    chance = random.Random(7)
    before = await _series(room)  # other services in this process count into the same registry
    await asyncio.gather(*(_ask_anything(room, chance) for _ in range(ASKED)))
    added = await _series(room) - before
    assert 0 < len(added) < MOST_SERIES
    words = {value for _, labels in added for _, value in labels}
    assert not [word for word in words if "@" in word or len(word) > 80]


async def test_what_every_service_measures_is_there(room: Room) -> None:
    names = {name for name, _ in await _series(room)}
    assert names >= {
        "http_requests_total",
        "http_request_duration_seconds_bucket",
        "http_requests_inprogress",
        "expo_outbox_pending_events",
        "expo_outbox_oldest_pending_age_seconds",
        "expo_amqp_connected",
        "expo_mongo_command_duration_seconds_bucket",
        "expo_mongo_pool_connections",
        "expo_event_loop_lag_seconds",
        "expo_build_info",
        "expo_dependency_up",
    }
