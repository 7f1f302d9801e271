"""The inboxes end up the same however often, in whatever order and company the facts come."""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import pytest
from pymongo.errors import PyMongoError

from contracts.fact import Fact
from kernel.envelope import Envelope
from kernel.inbox import Inbox
from kernel.mongo import Mongo, passes_by_itself
from services.notifications.app import create
from services.notifications.handlers import events
from services.notifications.settings import NotificationsSettings
from tests.integration.notifications.facts import account, buyer, exhibitor, found, lost

State = dict[tuple[str, str, str], tuple[Any, ...]]


class Replica:
    """The event door of a room, without a broker."""

    def __init__(self, mongo_url: str, database: str) -> None:
        settings = NotificationsSettings(
            mongo_url=mongo_url, amqp_url="amqp://127.0.0.1:1", database=database
        )
        self._service = create(settings)
        self.mongo: Mongo = self._service.mongo
        self._handle = events.handle_with(
            self.mongo, Inbox(self.mongo), self._service.app.state.provided
        )

    async def hears(self, told: Sequence[Envelope], batch: int) -> None:
        for start in range(0, len(told), batch):
            await self._handle_until_it_passes(told[start : start + batch])

    async def _handle_until_it_passes(self, told: Sequence[Envelope]) -> None:
        """As the bus does it."""
        while True:
            try:
                return await self._handle(told)
            except PyMongoError as error:
                if not passes_by_itself(error):
                    raise

    async def state(self) -> State:
        return {
            (entry["party"], entry["occasion"], entry["demand"]): (
                entry["count"],
                [offer["product"] for offer in entry["best"]],
                entry["demand_title"],
            )
            async for entry in self.mongo["entries"].find()
        }

    async def names(self) -> dict[str, str]:
        return {one["_id"]: one["account"]["name"] async for one in self.mongo["people"].find()}


def story(dice: random.Random) -> list[Fact]:
    """Six demands and twenty products whose matches are found, change, and are partly lost."""
    told: list[Fact] = [account("sri", buyer(1)), account("budi", exhibitor(3))]
    told.append(account("sri", buyer(1), version=2, name="Sri Wahyuni"))
    for demand in range(6):
        for product in dice.sample(range(20), 12):
            for version in range(1, dice.randint(2, 4)):
                is_lost = version > 1 and dice.random() < 0.5
                score = round(dice.random(), 3)
                told.append(
                    lost(demand, product, version)
                    if is_lost
                    else found(demand, product, version, score)
                )
    return told


@pytest.mark.parametrize("seed", range(4))
async def test_every_fact_twice_and_shuffled_gives_the_same_inboxes(
    mongo_url: str, database_name: str, seed: int
) -> None:
    dice = random.Random(seed)
    told = [Envelope.of(fact, "test") for fact in story(dice)]
    orderly = Replica(mongo_url, f"{database_name}_orderly")
    await orderly.hears(told, batch=len(told))

    again = [Envelope.of(fact, "test") for fact in story(random.Random(seed))]
    muddle = [*told, *told, *again]
    dice.shuffle(muddle)
    muddled = Replica(mongo_url, f"{database_name}_muddled")
    await muddled.hears(muddle, batch=7)

    expected = await orderly.state()
    assert {0, 1, 2} < {count for count, *_ in expected.values()}
    assert await muddled.state() == expected
    assert await muddled.names() == await orderly.names()


async def test_replicas_that_fold_at_the_same_time_lose_nothing(
    mongo_url: str, database_name: str
) -> None:
    dice = random.Random(7)
    told = [Envelope.of(fact, "test") for fact in story(dice)]
    alone = Replica(mongo_url, f"{database_name}_alone")
    await alone.hears(told, batch=len(told))

    together = [Replica(mongo_url, f"{database_name}_together") for _ in range(3)]
    muddle = [*told, *told]
    dice.shuffle(muddle)
    await asyncio.gather(
        *(replica.hears(muddle[n::3], batch=20) for n, replica in enumerate(together))
    )

    assert await together[0].state() == await alone.state()


async def test_a_count_is_of_what_is_live_and_the_best_come_first(
    mongo_url: str, database_name: str
) -> None:
    replica = Replica(mongo_url, database_name)
    facts = [found(4, product, score=product / 10) for product in (1, 2, 3, 5, 11)]
    await replica.hears([Envelope.of(fact, "test") for fact in facts], batch=2)
    await replica.hears([Envelope.of(lost(4, 5), "test")], batch=1)

    state = await replica.state()
    demand = "h2o-2026:DEM-04"
    assert state[buyer(2), "demand-matches", demand] == (
        4,
        ["Tempe 11", "Tempe 3", "Tempe 2"],
        "Keripik 4",
    )
    assert state[exhibitor(1), "exhibitor-demands", demand][:2] == (2, ["Tempe 11", "Tempe 1"])
    assert state[exhibitor(5), "exhibitor-demands", demand][:2] == (0, [])


async def test_a_match_that_was_never_found_writes_no_entry(
    mongo_url: str, database_name: str
) -> None:
    replica = Replica(mongo_url, database_name)
    await replica.hears([Envelope.of(lost(1, 1), "test")], batch=1)
    assert await replica.state() == {}


async def test_of_what_changes_together_each_party_is_told_the_fullest_entry(
    mongo_url: str, database_name: str
) -> None:
    replica = Replica(mongo_url, database_name)
    facts = [found(2, 1), found(3, 1), found(3, 2)]
    await replica.hears([Envelope.of(fact, "test") for fact in facts], batch=3)
    told = [fact["data"] async for fact in replica.mongo["outbox"].find()]
    assert [(fact["count"], fact["title_en"]) for fact in told if fact["party"] == buyer(1)] == [
        (2, "2 products fit the demand “Chips 3”")
    ]
