"""An office says once which column is which; its next files are read without asking."""

import asyncio

import pytest

from kernel.ids import new_id
from tests import trade
from tests.integration.imports.desks import sheet
from tests.mistakes.good import EXHIBITORS, PRODUCTS, Record
from tests.rooms import Person, Room
from tests.waiting import until

HEADERS = {"nama": "Nama Barang", "harga": "Harga Jual", "varian": "Corak Khas"}
SAID = {"nama_barang": "nama", "harga_jual": "harga", "corak_khas": "varian"}


def theirs(*records: Record) -> bytes:
    """A CSV with headers of the office's own, and a column that nobody reads."""
    rows = [{HEADERS.get(c, c): cell for c, cell in record.items()} for record in records]
    return sheet(*({**row, "Catatan": "lihat map biru"} for row in rows))


@pytest.fixture
def organiser(rooms: dict[str, Room]) -> Person:
    return rooms["products"].by("organiser", f"office:{new_id()}")


@pytest.fixture
async def path(organiser: Person) -> str:
    """Where a new edition with exhibitors takes products in."""
    edition = f"uve-{new_id()}"
    await organiser.makes("/editions", trade.edition(edition))
    makers = sheet(*EXHIBITORS)
    await organiser.imports(f"/editions/{edition}/exhibitors/imports", makers, ask_columns=True)
    return f"/editions/{edition}/products/imports"


async def asked(organiser: Person, path: str, content: bytes, **flags: object) -> dict[str, object]:
    """The job of an upload once it waits for its columns."""
    job_id = (await organiser.uploads(path, content, ask_columns=True, **flags)).body["id"]

    async def asks() -> bool:
        job = await organiser.gets(f"{path}/{job_id}")
        return bool(job["state"] == "asking")

    await until(asks)
    found: dict[str, object] = await organiser.gets(f"{path}/{job_id}")
    return found


async def test_a_strange_header_is_asked_about_with_what_stands_beneath_it(
    organiser: Person, path: str
) -> None:
    job = await asked(organiser, path, theirs(*PRODUCTS))
    found = {one["header"]: one for one in job["columns"]}  # type: ignore[attr-defined]
    assert found["harga_jual"] == {
        "header": "harga_jual",
        "samples": ["12001", "12002", "12003"],
        "column": "harga",
        "how": "likely",
    }
    assert (found["catatan"]["column"], found["catatan"]["how"]) == ("", "unknown")
    assert found["kode"]["how"] == "name"
    assert job["missing"] == ["nama", "harga"]
    assert job["rows"]["total"] == 0  # type: ignore[index]


async def test_what_was_said_is_remembered_for_the_next_file_of_the_office(
    rooms: dict[str, Room], organiser: Person, path: str
) -> None:
    job = await asked(organiser, path, theirs(*PRODUCTS[:2]))
    answer = await organiser.posts(f"{path}/{job['id']}/columns", {"columns": SAID})
    assert answer.status == 202, answer
    done = await organiser.follows(f"{path}/{job['id']}")
    assert (done["state"], done["rows"]["created"], done["warnings"]) == ("done", 2, [])
    dearer = {**PRODUCTS[0], "harga": "99999"}
    again = await organiser.imports(path, theirs(dearer, PRODUCTS[1]), ask_columns=True)
    assert (again["rows"]["changed"], again["rows"]["unchanged"]) == (1, 1)
    assert {one["how"] for one in again["columns"]} == {"name", "chosen"}
    other = rooms["products"].by("organiser", f"office:{new_id()}")
    await asked(other, path, theirs(*PRODUCTS))


async def test_faults_name_the_columns_of_the_file(organiser: Person, path: str) -> None:
    job = await asked(organiser, path, theirs({**PRODUCTS[0], "harga": "-5"}))
    await organiser.posts(f"{path}/{job['id']}/columns", {"columns": SAID})
    done = await organiser.follows(f"{path}/{job['id']}")
    assert [(one["column"], one["code"]) for one in done["errors"]] == [("harga_jual", "negative")]


async def test_a_check_can_be_made_anew_with_other_columns(organiser: Person, path: str) -> None:
    job = await organiser.imports(path, theirs(*PRODUCTS), dry_run=True)
    assert job["rows"]["invalid"] == 3
    saved = await organiser.posts(f"{path}/{job['id']}/columns", {"columns": SAID})
    assert saved.body["state"] == "queued"
    job = await organiser.follows(f"{path}/{job['id']}")
    assert (job["dry_run"], job["rows"]["created"], job["rows"]["written"]) == (True, 3, 0)


async def test_pairs_are_turned_down_that_cannot_be_or_come_too_late(
    organiser: Person, path: str
) -> None:
    job = await asked(organiser, path, theirs(*PRODUCTS))
    twice = {"columns": {"nama_barang": "nama", "catatan": "nama"}}
    assert (await organiser.posts(f"{path}/{job['id']}/columns", twice)).code == "column-twice"
    strange = {"columns": {"tidak_ada": "nama"}}
    assert (await organiser.posts(f"{path}/{job['id']}/columns", strange)).code == "no-column"
    once, again = await asyncio.gather(
        *(organiser.posts(f"{path}/{job['id']}/columns", {"columns": SAID}) for _ in range(2))
    )
    assert {once.status, again.status} <= {202, 409}
    await organiser.follows(f"{path}/{job['id']}")
    late = await organiser.posts(f"{path}/{job['id']}/columns", {"columns": SAID})
    assert late.code == "not-asking"
