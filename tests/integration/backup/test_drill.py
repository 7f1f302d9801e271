"""A drill: everything is kept while it runs, lost, put back, and goes on where it was."""

import asyncio
import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.backup import documents, manifest
from deploy.backup.broker import Broker
from deploy.backup.manifest import Manifest
from deploy.backup.restoring import restore
from deploy.backup.saving import save
from deploy.local.backends import Backends
from deploy.local.trouble import SetupError
from kernel.wholeness import CARE, RESTORE, RestoreUnfinished, expect_whole
from services.catalogue.app import create as create_catalogue
from services.catalogue.settings import CatalogueSettings
from services.matching.app import create as create_matching
from services.matching.settings import MatchingSettings
from tests import trade
from tests.names import database_names, virtual_host
from tests.rooms import Room, settings_of
from tests.signing import KeyServer
from tests.waiting import until


@dataclass
class House:
    """Two rooms on a broker and a database of their own, and a backup of them."""

    client: documents.Client
    broker: Broker
    catalogue: Any
    matching: Any
    keys: KeyServer
    folder: Path
    databases: tuple[str, str]

    @asynccontextmanager
    async def open(self, *rooms: Any) -> AsyncIterator[list[Room]]:
        async with asyncio.TaskGroup():
            opened = [Room(functools.partial(create, s), self.keys) for create, s in rooms]
            for room in opened:
                await room.__aenter__()
            try:
                yield opened
            finally:
                for room in opened:
                    await room.__aexit__(None, None, None)

    async def saves(self, folder: Path) -> Manifest:
        return await asyncio.to_thread(
            save, self.client, self.broker, self.databases, folder, print
        )

    async def restores(self, overwrite: bool = True) -> Manifest:
        return await asyncio.to_thread(
            restore, self.client, self.broker, self.folder, overwrite, print
        )

    def digests(self) -> dict[tuple[str, str], str]:
        """Of every collection that there is, but those that are true of the moment alone."""
        return {
            (database, name): documents.digest(documents.raw(self.client, database, name))
            for database in self.databases
            for name in self.client[database].list_collection_names()
            if name not in ("leases", CARE)
        }


@pytest.fixture(scope="module")
async def house(
    backends: Backends, mongo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    async with (
        virtual_host(backends) as amqp_url,
        database_names(mongo_url) as prefix,
        KeyServer() as keys,
    ):
        names = (f"{prefix}-catalogue", f"{prefix}-matching")
        settings = [
            settings_of(CatalogueSettings, mongo_url, amqp_url, names[0], keys),
            settings_of(MatchingSettings, mongo_url, amqp_url, names[1], keys),
        ]
        management = f"http://127.0.0.1:{backends.broker.ports.rabbitmq_management}"
        client: documents.Client
        with MongoClient(mongo_url) as client:
            yield House(
                client,
                Broker(amqp_url, management),
                (create_catalogue, settings[0]),
                (create_matching, settings[1]),
                keys,
                tmp_path_factory.mktemp("kept") / "backup",
                names,
            )


async def _offers(house: House) -> dict[str, int]:
    offers = house.client[house.databases[1]]["offers"].find({}, {"version": 1, "code": 1})
    return {offer["_id"]: offer["version"] for offer in offers}


async def _is_told(house: House) -> bool:
    """Nothing waits in the catalogue's outbox for good: the broker has it all."""
    with house.client.start_session(snapshot=True) as session:
        outbox = house.client[house.databases[0]]["outbox"]
        return outbox.find_one({}, session=session) is None


async def test_everything_comes_back_and_facts_under_way_arrive_once(house: House) -> None:
    shelf = f"/editions/{trade.EDITION}/products"
    async with house.open(house.catalogue, house.matching) as (catalogue, _):
        organiser = catalogue.by("organiser")
        await organiser.makes("/editions", trade.edition())
        await organiser.makes(f"/editions/{trade.EDITION}/exhibitors", trade.exhibitor())
        await organiser.makes(shelf, trade.product("PR-1"))

        async def is_handled_by_both_queues() -> bool:
            return house.client[house.databases[1]]["inbox"].count_documents({}) == 4

        await until(is_handled_by_both_queues)
    async with house.open(house.catalogue) as (catalogue,):
        organiser = catalogue.by("organiser")
        await organiser.makes(shelf, trade.product("PR-2"))
        await until(lambda: _is_told(house))
        kept = await house.saves(house.folder)
        await organiser.makes(shelf, trade.product("PR-3"))
        await until(lambda: _is_told(house))

    assert kept.facts_under_way == 1, "PR-2 waits in the broker for matching; PR-1 was handled"
    with pytest.raises(SetupError, match="There is data already"):
        await house.restores(overwrite=False)
    await _nobody_holds_the_outbox(house)
    await house.restores()

    kept_digests = {place: one.sha256 for place, one in kept.collections().items()}
    outbox = (house.databases[0], "outbox")
    assert house.digests() | {outbox: ""} == kept_digests | {outbox: ""}
    assert [f["subject"] for f in house.client[house.databases[0]]["outbox"].find()] == [
        f"product:{trade.EDITION}:PR-2"
    ]
    handled = house.client[house.databases[1]]["inbox"].count_documents({})
    async with house.open(house.catalogue, house.matching) as (catalogue, _):

        async def are_offered() -> bool:
            return len(await _offers(house)) == 2

        await until(are_offered)
        again = house.client[house.databases[1]]["inbox"].count_documents({})
        queues_of_a_product = 2  # matching.fit and matching.readiness
        await until(lambda: _is_told(house))
        assert again - handled <= queues_of_a_product
        found = await catalogue.anybody.gets(shelf)
    assert {product["code"] for product in found["items"]} == {"PR-1", "PR-2"}
    assert set((await _offers(house)).values()) == {1}


async def _nobody_holds_the_outbox(house: House) -> None:
    """A closed room gives its lease back at once; a killed one lets it run out."""

    async def is_free() -> bool:
        leases = (house.client[db]["leases"].find_one({"_id": "outbox"}) for db in house.databases)
        return not any(leases)

    await until(is_free)


async def test_a_damaged_backup_is_refused_before_anything_is_touched(house: House) -> None:
    file = house.folder / house.databases[0] / "products.bson.gz"
    right, before = file.read_bytes(), house.digests()
    file.write_bytes(right[:-9])
    with pytest.raises(SetupError, match=r"damaged: .*products\.bson\.gz"):
        await house.restores()
    file.write_bytes(right)
    assert house.digests() == before


async def test_a_backup_is_written_over_no_other(house: House) -> None:
    before = manifest.read(house.folder)
    with pytest.raises(SetupError, match="exists already"):
        await house.saves(house.folder)
    assert manifest.read(house.folder) == before


async def test_a_restore_is_refused_while_services_work(house: House) -> None:
    async with house.open(house.catalogue):
        held = house.client[house.databases[0]]["leases"]

        async def is_held() -> bool:
            return held.find_one({"_id": "outbox"}) is not None

        await until(is_held)
        with pytest.raises(SetupError, match="Services work on"):
            await house.restores()


async def test_a_restore_that_ended_halfway_keeps_services_from_starting(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _nobody_holds_the_outbox(house)
    broken = replace(house.broker, management_url="http://127.0.0.1:1")
    with pytest.raises(SetupError, match="management API"):
        await asyncio.to_thread(restore, house.client, broken, house.folder, True, print)
    create, settings = house.catalogue
    service = create(settings)
    with pytest.raises(RestoreUnfinished):
        await expect_whole(service.mongo)
    await house.restores()
    await expect_whole(service.mongo)
    service.mongo.close()
    assert house.client[house.databases[0]][CARE].find_one(RESTORE) is None
