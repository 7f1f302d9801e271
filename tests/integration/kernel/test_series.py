"""What a service measures stays bounded, whatever it is asked: no label is made of input."""

import asyncio
import random
from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.backends import Backends
from deploy.local.services import Service
from tests.names import database_names, free_port, virtual_host
from tests.signing import KeyServer

MOST_SERIES = 2_000
ASKED = 400
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "BREW")


@pytest.fixture(scope="module")
async def service(
    backends: Backends, mongo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[aiohttp.ClientSession]:
    """The catalogue in a process of its own, as all in one process count into one registry."""
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as database,
        KeyServer() as keys,
    ):
        env = {
            "MONGO_URL": mongo_url,
            "AMQP_URL": amqp_url,
            "KEYS_URL": keys.url,
            "CATALOGUE_PORT": str(free_port()),
            "CATALOGUE_DATABASE": database,
        }
        catalogue = Service("catalogue", env, log=tmp_path_factory.mktemp("series") / "log")
        await catalogue.start()
        async with aiohttp.ClientSession(catalogue.url) as client:
            yield client
        await catalogue.stop()


async def _series(client: aiohttp.ClientSession) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    async with client.get("/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
        return {
            (sample.name, tuple(sorted(sample.labels.items())))
            for family in families
            for sample in family.samples
        }


async def _ask_anything(client: aiohttp.ClientSession, chance: random.Random) -> None:
    word = "".join(chance.choices("abcxyz019-_%.", k=12))
    path = chance.choice(
        ["/v1/editions/{}", "/v1/editions/{}/products/{}", "/{}", "/v1/{}/x", "/v1/ops/{}"]
    ).replace("{}", word)
    headers = {"authorization": f"Bearer {word}", "x-correlation-id": word}
    async with client.request(chance.choice(METHODS), path, headers=headers) as answer:
        await answer.read()


async def test_no_question_makes_series_beyond_the_routes(service: aiohttp.ClientSession) -> None:
    chance = random.Random(7)
    await asyncio.gather(*(_ask_anything(service, chance) for _ in range(ASKED)))
    first = await _series(service)
    await asyncio.gather(*(_ask_anything(service, chance) for _ in range(ASKED)))
    assert len(await _series(service)) < MOST_SERIES
    words = {value for _, labels in first for _, value in labels}
    assert not [word for word in words if "@" in word or len(word) > 80]


async def test_what_every_service_measures_is_there(service: aiohttp.ClientSession) -> None:
    names = {name for name, _ in await _series(service)}
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
