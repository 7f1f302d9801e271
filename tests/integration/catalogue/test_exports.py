"""Everything can be taken away, by whoever it belongs to, and brought back without a change."""

import csv
import io
from typing import Any

import pytest

from tests import trade
from tests.rooms import Person, Room

PAPERS = [
    {"kind": "PIRT", "number": "2063319010234-27", "issuer": "Dinkes Kudus", "issued": "2024-01-02"}
]
GOODS = [
    trade.product(
        "PR-1",
        name="=Keripik “pedas”",
        description="Baris satu.\nBaris dua; koma, dan 'kutip'.",
        claims=["tanpa pengawet", "pedas"],
        price_tiers=[{"minimum": 50, "price": 11_500}],
        months=[1, 2, 8],
        storage="ambient",
        shelf_life_days=0,
        packed=True,
        variants=[{"name": "Balado", "price": 11_900, "code": "BLD"}, {"name": "Original"}],
        capacities=[{"month": 2, "units": 500}, {"month": 8, "units": 0}],
        credit_days=14,
        papers=PAPERS,
    ),
    trade.product("PR-2", hs_code=None, exhibitor_code="PS-2", name="Kopi"),
]


@pytest.fixture
async def office(catalogue: Room, edition: str) -> Person:
    """The organiser, with goods on offer, a draft and one that was withdrawn."""
    office = catalogue.by("organiser")
    nib = {"kind": "NIB", "number": "1234567890123", "expires": "2027-01-01"}
    await office.makes(
        f"/editions/{edition}/exhibitors",
        trade.exhibitor("PS-1", description="Satu.\nDua.", papers=[nib]),
        trade.exhibitor("PS-2"),
    )
    await office.makes(f"/editions/{edition}/products", *GOODS, trade.product("PR-3"))
    await office.makes(f"/editions/{edition}/products?draft=true", trade.product("PR-4"))
    assert (await office.posts(f"/editions/{edition}/products/PR-3/withdrawal")).status == 200
    return office


async def _file(person: Person, edition: str, name: str) -> Any:
    answer = await person.asks("GET", f"/editions/{edition}/exports/{name}")
    assert answer.status == 200, answer
    return answer


@pytest.mark.parametrize("kind", ["exhibitors", "products"])
async def test_what_was_taken_away_comes_back_without_a_change(
    office: Person, edition: str, kind: str
) -> None:
    text = (await _file(office, edition, f"{kind}.csv")).body
    job = await office.imports(f"/editions/{edition}/{kind}/imports", text.encode())
    assert (job["state"], job["errors"], job["warnings"]) == ("done", [], [])
    assert (
        job["rows"]["unchanged"] == job["rows"]["total"] == {"exhibitors": 2, "products": 4}[kind]
    )


async def test_a_workbook_comes_back_as_well(catalogue: Room, office: Person, edition: str) -> None:
    path = f"/v1/editions/{edition}/exports/products.xlsx"
    async with catalogue.client.get(path, headers=office._headers) as answer:
        assert answer.headers["content-disposition"].endswith('.xlsx"')
        book = await answer.read()
    job = await office.imports(f"/editions/{edition}/products/imports", book, filename="p.xlsx")
    assert (job["rows"]["unchanged"], job["errors"]) == (4, [])


async def test_json_is_what_the_api_says(office: Person, edition: str) -> None:
    goods = (await _file(office, edition, "products.json")).body
    assert [one["code"] for one in goods] == ["PR-1", "PR-2", "PR-3", "PR-4"]
    assert goods[0] == await office.gets(f"/editions/{edition}/products/PR-1")


async def test_papers_are_told_without_who_judged_them(office: Person, edition: str) -> None:
    text = (await _file(office, edition, "papers.csv")).body
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["milik"], row["jenis"], row["penerbit"]) for row in rows] == [
        ("peserta", "NIB", ""),
        ("produk", "PIRT", "Dinkes Kudus"),
    ]
    assert rows[1]["keadaan"] == "dinyatakan sendiri"


async def test_an_exhibitor_takes_its_own_away_and_nothing_else(
    catalogue: Room, office: Person, edition: str
) -> None:
    maker = catalogue.by("exhibitor", f"exhibitor:{edition}:PS-2")
    goods = (await _file(maker, edition, "products.json")).body
    assert [one["code"] for one in goods] == ["PR-2"]
    assert len((await _file(maker, edition, "exhibitors.json")).body) == 1
    stranger = catalogue.by("exhibitor", "exhibitor:elsewhere:PS-2")
    path = f"/editions/{edition}/exports/products.json"
    assert (await stranger.asks("GET", path)).status == 403
    assert (await catalogue.by("buyer").asks("GET", path)).status == 403
    assert (await catalogue.anybody.asks("GET", path)).status == 401


async def test_a_retired_hs_code_is_remarked_on_and_taken(office: Person, edition: str) -> None:
    sheet = (
        "kode,kode_peserta,nama,kategori,satuan,harga,hs\nP-9,PS-1,Teh,minuman,botol,5000,220290\n"
    )
    job = await office.imports(f"/editions/{edition}/products/imports", sheet.encode())
    [warning] = job["warnings"]
    assert (job["rows"]["created"], warning["column"], warning["row"]) == (1, "hs", "2")
    assert "220299" in warning["message"]
    told = await office.gets("/hs-codes/220290")
    assert told["successors"].keys() == {"220291", "220299"}
    assert (await office.gets("/hs-codes/220299"))["message"] == ""
