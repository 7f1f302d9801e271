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
State = dict[str, dict[str, Any]]


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
    happens: Break, expo: Expo, backends: Backends, sample: Path, edition: str
) -> None:
    job = await expo.start_import(edition, "products", sample / "produk.csv")
    await until(lambda: _is_in_the_middle(expo, edition), seconds=30)
    await happens(expo, backends)
    end = await expo.end_of(job, seconds=90)
    assert (end["state"], end["rows"]["created"]) == ("done", PRODUCTS), end
    if happens is catalogue_is_killed:
        assert end["interruption"], "whoever looks is told where it went on"
    await expo.settle(seconds=120)
    await _everything_arrived_once(expo, edition)


async def _is_in_the_middle(expo: Expo, edition: str) -> bool:
    """Some rows are in the catalogue and known to matching, and some are not."""
    within = {"edition": edition}
    saved = await expo.databases["catalogue"]["products"].count_documents(within)
    known = await expo.databases["matching"]["offers"].count_documents(within)
    return known > 0 and saved < PRODUCTS


async def _everything_arrived_once(expo: Expo, edition: str) -> None:
    state = await expo.state(edition)
    assert len(state["products"]) == PRODUCTS
    assert {product["version"] for product in state["products"].values()} == {1}
    assert {id_: offer["version"] for id_, offer in state["offers"].items()} == dict.fromkeys(
        state["products"], 1
    )
    assert {id_: tuple(match[:2]) for id_, match in state["matches"].items()} == _all_fits(state)
    _each_party_is_told_of_its_matches(state)
    letters = Counter(
        id_
        for address, ids in (await expo.mails()).items()
        for id_ in ids
        if address.endswith(f"@{edition}.invalid")
    )
    assert letters, "nobody was written to"
    assert set(letters.values()) == {1}, "a letter was sent twice"


def _all_fits(state: State) -> dict[str, tuple[bool, float]]:
    """Every demand tried with every offer, one by one, without any index or shortcut.

    Whether each match is live, or excluded by a hard condition, and its score.
    """
    today: date = now().date()
    offers = [Offer.model_validate(offer) for offer in state["offers"].values()]
    demands = [Demand.model_validate(demand) for demand in state["demands"].values()]
    tried = (matched(demand, offer, today) for demand in demands for offer in offers)
    return {match.id: (match.live, match.score) for match in tried if match is not None}


def _each_party_is_told_of_its_matches(state: State) -> None:
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
