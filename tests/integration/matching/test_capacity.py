"""Capacity is promised once, however many ask for it at the same moment, at several replicas."""

import asyncio
from datetime import timedelta

import pytest

from kernel.clock import now
from kernel.problems import NotFound
from services.matching.capacity.actions import Reservations
from services.matching.capacity.model import AlreadyPromised, Share
from services.matching.capacity.months import following, month_of
from tests import trade
from tests.integration.matching.desks import Desk
from tests.rooms import Room

PRODUCT = f"product:{trade.EDITION}:PR-1"
NEXT = following(month_of(now().date()))
LATER = following(NEXT)
ACCEPTANCES = 200


def share(units: int, month: str = NEXT, product: str = PRODUCT) -> Share:
    return Share(product=product, month=month, units=units)


async def _reserve(desk: Desk, holder: str, *shares: Share, hold: timedelta | None = None) -> None:
    until = now() + (hold or timedelta(days=7))
    await desk.provided(Reservations).reserve(holder, shares, until)


async def _promised(desk: Desk) -> dict[str, int]:
    kept = await desk.provided(Reservations).promised(trade.EDITION)
    return dict(kept.get(PRODUCT, {}))


async def test_of_200_simultaneous_acceptances_only_those_that_fit_are_taken(
    desk: Desk, other_desk: Desk
) -> None:
    await desk.hears(trade.listed("PR-1", capacity_per_month=1_000))

    async def accepts(number: int) -> bool:
        try:
            await _reserve((desk, other_desk)[number % 2], f"pool:{number}", share(40))
        except AlreadyPromised:
            return False
        return True

    taken = await asyncio.gather(*(accepts(number) for number in range(ACCEPTANCES)))
    assert taken.count(True) == 25
    assert await _promised(desk) == {NEXT: 1_000}
    last = await desk.mongo["outbox"].find_one(
        {"type": "matching.capacity.promised.v1"}, sort=[("version", -1)]
    )
    assert last is not None
    assert (last["version"], last["data"]["months"]) == (25, [{"month": NEXT, "units": 1_000}])


async def test_all_months_and_products_are_reserved_or_none(desk: Desk) -> None:
    await desk.hears(
        trade.listed("PR-1", capacity_per_month=100), trade.listed("PR-2", capacity_per_month=10)
    )
    too_much = share(11, product=PRODUCT.replace("PR-1", "PR-2"))
    with pytest.raises(AlreadyPromised):
        await _reserve(desk, "pool:1", share(100), share(100, LATER), too_much)
    assert await _promised(desk) == {}
    assert await desk.mongo["outbox"].count_documents({}) == 0


async def test_a_reservation_falls_with_the_transaction_it_joined(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1"))

    async def work() -> None:
        await _reserve(desk, "pool:1", share(100))
        raise LookupError("the pool is gone")

    with pytest.raises(LookupError):
        await desk.mongo.transaction(work)
    assert await _promised(desk) == {}


async def test_what_lapses_is_released_once_by_several_replicas(
    desk: Desk, other_desk: Desk
) -> None:
    await desk.hears(trade.listed("PR-1"))
    await _reserve(desk, "pool:1", share(100), hold=timedelta(milliseconds=1))
    await _reserve(desk, "pool:2", share(200))
    await asyncio.gather(*(one.provided(Reservations).lapse() for one in (desk, other_desk)))
    book = await desk.mongo["capacity"].find_one({"_id": PRODUCT})
    assert book is not None
    assert [(one["holder"], one["state"]) for one in book["reservations"]] == [
        ("pool:1", "released"),
        ("pool:2", "held"),
    ]
    assert book["version"] == 3
    assert await desk.provided(Reservations).lapse() == 0


async def test_a_firm_promise_stays_and_a_released_one_makes_room(desk: Desk) -> None:
    reservations = desk.provided(Reservations)
    await desk.hears(trade.listed("PR-1", capacity_per_month=100))
    await _reserve(desk, "pool:1", share(60))
    await reservations.confirm("pool:1")
    await reservations.confirm("pool:1")
    await _reserve(desk, "pool:2", share(40))
    with pytest.raises(AlreadyPromised):
        await _reserve(desk, "pool:3", share(40))
    await reservations.release("pool:2", "declined")
    await reservations.release("pool:2", "declined")
    await _reserve(desk, "pool:3", share(40))
    assert await _promised(desk) == {NEXT: 100}


async def test_a_lowered_capacity_stops_new_promises_and_drops_none(desk: Desk) -> None:
    await desk.hears(trade.listed("PR-1", capacity_per_month=100))
    await _reserve(desk, "pool:1", share(80))
    await desk.hears(trade.listed("PR-1", version=2, capacity_per_month=50))
    with pytest.raises(AlreadyPromised):
        await _reserve(desk, "pool:2", share(1))
    assert await _promised(desk) == {NEXT: 80}
    await desk.hears(trade.withdrawn("PR-1", version=3))
    with pytest.raises(NotFound) as refusal:
        await _reserve(desk, "pool:2", share(1))
    assert refusal.value.code == "no-product"


async def test_exhibitors_see_their_own_promises_and_the_office_all(matching: Room) -> None:
    of = f"uve-{now():%H%M%S%f}"
    product = f"product:{of}:PR-1"
    await matching.hears(trade.listed("PR-1", of=of, capacity_per_month=100))
    reservations = matching.provided(Reservations)
    await reservations.reserve("pool:1", [share(80, product=product)], now() + timedelta(days=7))
    await matching.hears(trade.listed("PR-1", of=of, version=2, capacity_per_month=50))
    path = f"/editions/{of}/capacity"
    own = await matching.by("exhibitor", f"exhibitor:{of}:PS-1").gets(path)
    [month] = own["items"][0]["months"]
    assert (month["month"], month["promised"], month["over"]) == (NEXT, 80, 30)
    assert own == await matching.by("organiser").gets(path, product="PR-1")
    other = matching.by("exhibitor", f"exhibitor:{of}:PS-2")
    assert (await other.gets(path))["items"] == []
    answer = await other.asks("GET", path, params={"exhibitor": "PS-1"})
    assert (answer.status, answer.code) == (403, "forbidden")
    buyer = await matching.by("buyer", f"buyer:{of}:PB-1").asks("GET", path)
    assert (buyer.status, buyer.code) == (403, "forbidden")
