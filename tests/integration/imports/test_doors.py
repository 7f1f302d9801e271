"""Imports as an organiser meets them over HTTP."""

import resource
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from kernel.ids import new_id
from kernel.mongo import Document, Mongo
from tests import trade
from tests.integration.catalogue.searching import findable
from tests.integration.imports.desks import products, sheet
from tests.mistakes.good import EXHIBITORS, PRODUCTS, grid, write_workbook
from tests.rooms import Person, Room
from tests.waiting import until

MEGABYTE = 2**20


@pytest.fixture
def catalogue(rooms: dict[str, Room]) -> Room:
    return rooms["products"]


@pytest.fixture
def organiser(catalogue: Room) -> Person:
    return catalogue.by("organiser")


@pytest.fixture
async def edition(organiser: Person) -> str:
    """A new edition with exhibitors."""
    id_ = f"uve-{new_id()}"
    await organiser.makes("/editions", trade.edition(id_))
    makers = sheet(*EXHIBITORS)
    job = await organiser.imports(f"/editions/{id_}/exhibitors/imports", makers)
    assert job["rows"]["created"] == 3
    return id_


async def test_an_upload_is_taken_and_can_be_followed(
    catalogue: Room, organiser: Person, edition: str
) -> None:
    path = f"/editions/{edition}/products/imports"
    answer = await organiser.uploads(path, sheet(*PRODUCTS), filename="produk.csv")
    assert answer.status == 202
    assert answer.headers["location"] == f"/v1{path}/{answer.body['id']}"
    assert (answer.body["state"], answer.body["filename"]) == ("queued", "produk.csv")
    job = await organiser.follows(f"{path}/{answer.body['id']}")
    assert (job["state"], job["progress"], job["errors"]) == ("done", 1.0, [])
    await findable(catalogue, edition, 3)
    assert (await organiser.gets(f"/editions/{edition}/products"))["total"] == 3


async def test_a_workbook_does_as_well(organiser: Person, edition: str, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "produk.xlsx", grid(PRODUCTS))
    path = f"/editions/{edition}/products/imports"
    job = await organiser.imports(path, book.read_bytes(), filename="produk.xlsx")
    assert (job["state"], job["rows"]["created"]) == ("done", 3), job


async def test_only_an_organiser_imports(catalogue: Room, edition: str) -> None:
    path = f"/editions/{edition}/products/imports"
    for role in ("exhibitor", "buyer", "visitor", "assistant"):
        answer = await catalogue.by(role).uploads(path, sheet(*PRODUCTS))
        assert (answer.status, answer.code) == (403, "forbidden")
    answer = await catalogue.anybody.uploads(path, sheet(*PRODUCTS))
    assert (answer.status, answer.code) == (401, "unauthenticated")
    mongo = catalogue.service.mongo
    assert await mongo["imports"].count_documents({"edition": edition, "kind": "products"}) == 0


async def test_an_edition_must_exist_before_its_sheets(organiser: Person) -> None:
    answer = await organiser.uploads("/editions/atlantis/products/imports", sheet(*PRODUCTS))
    assert (answer.status, answer.code) == (404, "no-edition")


async def test_a_job_is_found_under_its_own_edition_and_kind_alone(
    organiser: Person, edition: str
) -> None:
    path = f"/editions/{edition}/products/imports"
    job = await organiser.imports(path, sheet(*PRODUCTS))
    for other in (f"/editions/{edition}/exhibitors/imports", "/editions/atlantis/products/imports"):
        answer = await organiser.asks("GET", f"{other}/{job['id']}")
        assert (answer.status, answer.code) == (404, "no-import")


async def test_a_job_shows_its_first_hundred_errors_and_lists_them_all(
    organiser: Person, edition: str
) -> None:
    path = f"/editions/{edition}/products/imports"
    job = await organiser.imports(path, sheet(*products(130, harga="murah")), dry_run=True)
    assert [error["row"] for error in job["errors"]] == list(range(2, 102))
    further = await organiser.gets(f"{path}/{job['id']}/errors", skip=100)
    assert [error["row"] for error in further["items"]] == list(range(102, 132))


async def test_more_than_64_megabytes_are_refused_while_they_come(
    catalogue: Room, organiser: Person, edition: str
) -> None:
    sent = 0

    async def megabytes() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 400:
            sent += 1
            yield b"x" * MEGABYTE

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = await organiser.uploads(f"/editions/{edition}/products/imports", megabytes())
    assert (answer.status, answer.code) == (413, "file-too-large")
    assert answer.body["detail"].startswith("Berkas lebih besar dari 64 MB.")
    assert sent < 100, "it was refused only after all of it had come"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 200_000
    mongo = catalogue.service.mongo
    assert not await _chunks_nobody_needs(mongo)
    assert await mongo["imports"].count_documents({"edition": edition, "kind": "products"}) == 0


async def _chunks_nobody_needs(mongo: Mongo) -> int:
    """Parts of files other than those that wait to be saved, or for their columns."""
    waits: list[Document] = [{"dry_run": True}, {"state": "asking"}]
    waiting = await mongo["imports"].distinct("_id", {"$or": waits})
    return await mongo["import_files.chunks"].count_documents({"files_id": {"$nin": waiting}})


async def test_an_upload_that_breaks_off_leaves_nothing(
    catalogue: Room, organiser: Person, edition: str
) -> None:
    async def breaks_off() -> AsyncIterator[bytes]:
        yield b"x" * MEGABYTE
        raise ConnectionResetError("the phone lost its network")

    with pytest.raises((aiohttp.ClientError, ConnectionResetError)):
        await organiser.uploads(f"/editions/{edition}/products/imports", breaks_off())
    mongo = catalogue.service.mongo
    await organiser.imports(f"/editions/{edition}/products/imports", sheet(*PRODUCTS))

    async def no_file_is_left() -> bool:
        return not await _chunks_nobody_needs(mongo)

    await until(no_file_is_left)
    assert await mongo["imports"].count_documents({"edition": edition, "kind": "products"}) == 1
