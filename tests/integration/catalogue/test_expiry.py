"""Warnings of papers that end soon: told once, by several replicas, after days that were missed."""

import asyncio
from datetime import date, timedelta

import pytest

from kernel.outbox import Outbox
from services.catalogue.papers.caretaker import Caretaker
from services.catalogue.papers.store import Notices
from services.catalogue.shelves import Shelves
from tests import trade
from tests.rooms import Room

TODAY = date(2031, 3, 1)


def _ends(days: int) -> dict[str, str]:
    return trade.PIRT | {"expires": (TODAY + timedelta(days=days)).isoformat()}


def _told(catalogue: Room, edition: str) -> list[tuple[str, int, int]]:
    """Product, warning and days of each fact, in the order in which they were told."""
    return [
        (fact.data["product"].rpartition(":")[2], fact.version, fact.data["days"])
        for fact in catalogue.told(edition=edition, type="catalogue.paper.expiring.v1")
    ]


@pytest.fixture
async def stocked(catalogue: Room, edition: str) -> str:
    organiser, path = catalogue.by("organiser"), f"/editions/{edition}"
    await organiser.makes(f"{path}/exhibitors", trade.exhibitor())
    goods = {"PR-1": 31, "PR-2": 5, "PR-3": 200, "PR-4": -3}
    await organiser.makes(
        f"{path}/products",
        *(trade.product(code, papers=[_ends(days)]) for code, days in goods.items()),
    )
    return edition


async def test_every_warning_is_told_once_by_however_many_and_after_missed_days(
    catalogue: Room, stocked: str
) -> None:
    shelves, outbox = catalogue.provided(Shelves), catalogue.provided(Outbox)
    mongo = catalogue.service.mongo
    await mongo["expiry_days"].delete_many({})
    replicas = [Caretaker(shelves, Notices(mongo), outbox) for _ in range(3)]

    await asyncio.gather(*(replica.warn(TODAY) for replica in replicas))
    first = [("PR-1", 1, 31), ("PR-2", 3, 5)]
    assert sorted(_told(catalogue, stocked)) == first

    await replicas[0].warn(TODAY)
    await mongo["expiry_days"].delete_many({})  # as if a run had been cut off at its end
    await replicas[1].warn(TODAY)
    assert sorted(_told(catalogue, stocked)) == first

    for missed in (1, 20, 30):
        await replicas[2].warn(TODAY + timedelta(days=missed))
    told = _told(catalogue, stocked)
    assert told[2:] == [("PR-1", 2, 30), ("PR-1", 3, 1)]
    await mongo["expiry_days"].delete_many({})
