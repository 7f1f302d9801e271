"""What is saved is found: whatever ends, restarts or goes missing between the two."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from bson.timestamp import Timestamp
from pymongo.errors import OperationFailure

from deploy.local.backends import Backends
from kernel import clock
from kernel.mongo import Mongo
from services.catalogue.model import Exhibitor, ExhibitorForm, Product, ProductForm
from services.catalogue.papers.model import Paper
from services.catalogue.search.index import Firms
from services.catalogue.search.index import Product as Kept
from services.catalogue.search.model import Wish
from services.catalogue.search.moments import Moments
from services.catalogue.search.store import Changes, Shelf, Stream
from services.catalogue.search.upkeep import Upkeep
from tests import trade
from tests.waiting import until

MAKER = Exhibitor.of(ExhibitorForm(**trade.exhibitor()), trade.EDITION)


class Goods:
    """Products in a database, put there as the catalogue does it."""

    def __init__(self, mongo: Mongo) -> None:
        self.mongo, self._products = mongo, mongo.blocking("products")

    def saved(self, code: str, **changes: Any) -> None:
        product = Product.of(ProductForm(**trade.product(code)), MAKER).model_copy(update=changes)
        kept = product.model_dump(mode="json", exclude={"unit_code"})
        self._products.replace_one({"_id": product.id}, {"_id": product.id, **kept}, upsert=True)

    def firm_holds(self, *papers: Paper) -> None:
        maker = MAKER.model_copy(update={"papers": papers})
        kept = {"_id": maker.id, **maker.model_dump(mode="json")}
        firms = self.mongo.blocking("exhibitors")
        firms.replace_one({"_id": maker.id}, kept, upsert=True)

    def gone(self, code: str) -> None:
        self._products.delete_one({"code": code})

    def dropped(self) -> None:
        self._products.drop()


@pytest.fixture
async def goods(mongo_url: str, database_name: str) -> AsyncIterator[Goods]:
    goods = Goods(Mongo(mongo_url, database_name))
    for code in ("PR-1", "PR-2", "PR-3"):
        goods.saved(code)
    goods.saved("PR-4", status="withdrawn")
    yield goods
    goods.mongo.close()


@asynccontextmanager
async def replica(shelf: Shelf) -> AsyncIterator[Moments]:
    """A replica's index while it is kept."""
    moments = Moments()
    keeping = asyncio.create_task(Upkeep(shelf, moments).run())
    try:
        yield moments
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def finds(moments: Moments, *codes: str, text: str = "keripik") -> None:
    """Wait until just these products are found."""

    async def are_found() -> bool:
        if not moments.are_ready:
            return False
        hits = moments.now.find(trade.EDITION, Wish(q=text, exhibitor="PS-1"), 0, 50)
        found = [] if hits.loosened else hits.ids
        return sorted(found) == sorted(f"product:{trade.EDITION}:{code}" for code in codes)

    await until(are_found)


async def test_each_replica_finds_what_is_saved_changed_withdrawn_and_deleted(
    goods: Goods,
) -> None:
    shelf = Shelf(goods.mongo)
    async with replica(shelf) as one, replica(shelf) as other:
        for moments in (one, other):
            await finds(moments, "PR-1", "PR-2", "PR-3")
        goods.saved("PR-5")
        goods.saved("PR-1", status="withdrawn")
        goods.gone("PR-2")
        goods.saved("PR-3", name="Sirup kawista", name_en="Wood-apple syrup", variant="")
        for moments in (one, other):
            await finds(moments, "PR-5")
            await finds(moments, "PR-3", text="kawista")


class Interrupted(Shelf):
    """A shelf to which things happen once, just after it was read for the first time."""

    def __init__(self, goods: Goods) -> None:
        super().__init__(goods.mongo)
        self._goods, self.times = goods, 0

    def all(self) -> tuple[Timestamp, Firms, Iterator[Kept]]:
        self.times += 1
        since, firms, products = super().all()
        return since, firms, products if self.times > 1 else self._and_then(products)

    def _and_then(self, products: Iterator[Kept]) -> Iterator[Kept]:
        yield from products
        self._goods.saved("PR-6")
        self._goods.saved("PR-1", status="withdrawn")


async def proven(moments: Moments, *codes: str) -> None:
    """Wait until just these goods are found by a checked halal certificate."""

    async def are_found() -> bool:
        if not moments.are_ready:
            return False
        hits = moments.now.find(trade.EDITION, Wish(paper_checked="HALAL"), 0, 50)
        found = [] if hits.loosened else hits.ids
        return sorted(found) == sorted(f"product:{trade.EDITION}:{code}" for code in codes)

    await until(are_found)


async def test_a_checked_paper_counts_for_all_goods_of_its_firm_and_as_long_as_it_holds(
    goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.now()
    checked = {"kind": "HALAL", "number": "1", "state": "checked"}
    over = Paper(**checked, expires=today.date() - timedelta(days=1))
    goods.saved("PR-1", papers=(Paper(**checked, expires=today.date()),))
    goods.saved("PR-2", papers=(over,))
    async with replica(Shelf(goods.mongo)) as moments:
        await proven(moments, "PR-1")
        goods.firm_holds(Paper(**checked, expires=today.date() + timedelta(days=1)))
        await proven(moments, "PR-1", "PR-2", "PR-3")
        goods.firm_holds()
        await proven(moments, "PR-1")
        goods.firm_holds(Paper(**checked, expires=today.date() + timedelta(days=1)))
        await proven(moments, "PR-1", "PR-2", "PR-3")
        monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=1))
        await proven(moments, "PR-1", "PR-2", "PR-3")
        goods.firm_holds()
        await proven(moments)


async def test_a_paper_that_ends_overnight_is_no_longer_found_by(
    goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.now()
    ends = Paper(id="1", kind="HALAL", number="1", state="checked", expires=today.date())
    goods.saved("PR-1", papers=(ends,))
    goods.firm_holds(ends)
    async with replica(Shelf(goods.mongo)) as moments:
        await proven(moments, "PR-1", "PR-2", "PR-3")
        monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=1))
        await proven(moments)


async def test_nothing_is_missed_between_reading_and_following(goods: Goods) -> None:
    shelf = Interrupted(goods)
    async with replica(shelf) as moments:
        await finds(moments, "PR-2", "PR-3", "PR-6")
    assert shelf.times == 1


class Forgetful(Interrupted):
    """The same, and the database has forgotten what happened since, the first time it is asked."""

    def changes(self, since: Timestamp) -> Stream:
        if self.times == 1:
            return ForgottenStream(self._products, self._firms, since)
        return super().changes(since)


class ForgottenStream(Stream):
    """Changes that have fallen out of the oplog."""

    def _gathered(self) -> Changes:
        raise OperationFailure("the resume point may no longer be in the oplog", 286)


async def test_lost_history_makes_the_index_anew(goods: Goods) -> None:
    shelf = Forgetful(goods)
    async with replica(shelf) as moments:
        await finds(moments, "PR-2", "PR-3", "PR-6")
        goods.saved("PR-7")
        await finds(moments, "PR-2", "PR-3", "PR-6", "PR-7")
    assert shelf.times == 2


async def test_a_dropped_collection_leaves_nothing_to_be_found(goods: Goods) -> None:
    async with replica(Shelf(goods.mongo)) as moments:
        await finds(moments, "PR-1", "PR-2", "PR-3")
        goods.dropped()
        await finds(moments)
        goods.saved("PR-1")
        await finds(moments, "PR-1")


async def test_a_database_that_is_killed_is_followed_again(
    goods: Goods, backends: Backends
) -> None:
    shelf = Interrupted(goods)
    async with replica(shelf) as moments:
        await finds(moments, "PR-2", "PR-3", "PR-6")
        await backends.kill_database()
        await finds(moments, "PR-2", "PR-3", "PR-6")
        await backends.start_database()
        goods.saved("PR-7")
        await finds(moments, "PR-2", "PR-3", "PR-6", "PR-7")
    assert shelf.times == 1


async def test_what_was_saved_while_nobody_listened_is_found_afterwards(goods: Goods) -> None:
    """However a replica ended, the next one starts from the database alone."""
    shelf = Shelf(goods.mongo)
    async with replica(shelf) as moments:
        await finds(moments, "PR-1", "PR-2", "PR-3")
        goods.saved("PR-8")
    goods.saved("PR-9")
    goods.saved("PR-1", status="withdrawn")
    async with replica(shelf) as moments:
        await finds(moments, "PR-2", "PR-3", "PR-8", "PR-9")
