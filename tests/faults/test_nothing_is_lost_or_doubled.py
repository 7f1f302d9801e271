"""Whatever is killed in the middle of an import: every accepted row arrives everywhere, once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.local.backends import Backends
from kernel.clock import now
from services.matching.fit import matched
from services.matching.model import Demand, Offer
from tests.expo import Expo
from tests.faults.conftest import PRODUCTS
from tests.waiting import until

Break = Callable[[Expo, Backends], Awaitable[None]]


async def _kill_and_start(expo: Expo, service: str) -> None:
    await expo.services[service].kill()
    await asyncio.sleep(0.5)
    await expo.services[service].start()


async def catalogue_is_killed(expo: Expo, _backends: Backends) -> None:
    await _kill_and_start(expo, "catalogue")


async def matching_is_killed(expo: Expo, _backends: Backends) -> None:
    await _kill_and_start(expo, "matching")


async def notifications_is_killed(expo: Expo, _backends: Backends) -> None:
    await _kill_and_start(expo, "notifications")


async def gateway_is_killed(expo: Expo, _backends: Backends) -> None:
    await _kill_and_start(expo, "gateway")


async def the_broker_stops_and_starts(_expo: Expo, backends: Backends) -> None:
    await backends.stop_broker()
    await asyncio.sleep(1)
    await backends.start_broker()


async def the_broker_is_killed(_expo: Expo, backends: Backends) -> None:
    await backends.kill_broker()
    await asyncio.sleep(1)
    await backends.start_broker()


async def the_database_is_killed(_expo: Expo, backends: Backends) -> None:
    await backends.kill_database()
    await asyncio.sleep(1)
    await backends.start_database()


@pytest.mark.parametrize(
    "happens",
    [
        catalogue_is_killed,
        matching_is_killed,
        notifications_is_killed,
        gateway_is_killed,
        the_broker_stops_and_starts,
        the_broker_is_killed,
        the_database_is_killed,
    ],
)
async def test_an_import_survives_when(
    happens: Break, expo: Expo, backends: Backends, sample: Path, edition: dict[str, Any]
) -> None:
    job = await expo.start_import(edition["id"], "products", sample / "produk.csv")
    await until(lambda: _is_in_the_middle(expo), seconds=30)
    await happens(expo, backends)
    end = await expo.end_of(job, seconds=90)
    assert (end["state"], end["rows"]["created"]) == ("done", PRODUCTS), end
    if happens is catalogue_is_killed:
        assert end["interruption"], "whoever looks is told where it went on"
    await expo.settle(seconds=120)
    await _everything_arrived_once(expo)


async def _is_in_the_middle(expo: Expo) -> bool:
    """Some rows are in the catalogue and known to matching, and some are not."""
    saved = await expo.databases["catalogue"]["products"].count_documents({})
    known = await expo.databases["matching"]["offers"].count_documents({})
    return known > 0 and saved < PRODUCTS


async def _everything_arrived_once(expo: Expo) -> None:
    state = await expo.state()
    assert len(state["products"]) == PRODUCTS
    assert {product["version"] for product in state["products"].values()} == {1}
    assert {id_: offer["version"] for id_, offer in state["offers"].items()} == dict.fromkeys(
        state["products"], 1
    )
    assert {id_: tuple(match[:2]) for id_, match in state["matches"].items()} == _all_fits(state)
    _each_party_is_told_of_its_matches(state)
    letters = Counter(id_ for ids in (await expo.mails()).values() for id_ in ids)
    assert letters, "nobody was written to"


def _all_fits(state: dict[str, dict[str, Any]]) -> dict[str, tuple[bool, float]]:
    """Every demand tried with every offer, one by one, without any index or shortcut.

    Whether each match is live, or excluded by a hard condition, and its score.
    """
    today: date = now().date()
    offers = [Offer.model_validate(offer) for offer in state["offers"].values()]
    demands = [Demand.model_validate(demand) for demand in state["demands"].values()]
    tried = (matched(demand, offer, today) for demand in demands for offer in offers)
    return {match.id: (match.live, match.score) for match in tried if match is not None}


def _each_party_is_told_of_its_matches(state: dict[str, dict[str, Any]]) -> None:
    told = {
        entry["demand"]: entry["count"]
        for entry in state["entries"].values()
        if entry["occasion"] == "demand-matches"
    }
    live = [id_ for id_, match in state["matches"].items() if match[0]]
    demands = {id_.split(":")[2] for id_ in live}
    expected = Counter(id_.split(":")[2] for id_ in live)
    assert {demand.split(":")[2]: count for demand, count in told.items()} == {
        demand: expected[demand] for demand in demands
    }
