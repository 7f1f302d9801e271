"""What becomes of the rows: all, the right ones, or none; once; and what is told of them."""

import pytest

from kernel.imports.files import KEPT_AFTER_CHECK
from kernel.mongo import Document
from kernel.problems import Conflict
from tests.integration.imports.desks import Desk, products, sheet
from tests.mistakes.good import EXHIBITORS, PRODUCTS, csv_text, grid

BAD_PRICE = {**PRODUCTS[1], "harga": "-5"}


async def test_every_row_of_a_right_sheet_is_in_and_told(desk: Desk) -> None:
    job = await desk.imported("products", sheet(*PRODUCTS))
    assert (job["state"], job["problem"], job["warnings"]) == ("done", None, [])
    assert job["rows"] == {
        "total": 3,
        "valid": 3,
        "invalid": 0,
        "created": 3,
        "changed": 0,
        "unchanged": 0,
        "written": 3,
    }
    assert await desk.versions() == {"PR-1": 1, "PR-2": 1, "PR-3": 1}
    assert await desk.told() == [("PR-1", 1), ("PR-2", 1), ("PR-3", 1)]


async def test_a_dry_run_checks_everything_and_writes_nothing(desk: Desk) -> None:
    job = await desk.imported("products", sheet(PRODUCTS[0], BAD_PRICE), dry_run=True)
    assert (job["state"], job["problem"]) == ("done", None)
    rows = job["rows"]
    assert (rows["total"], rows["valid"], rows["invalid"], rows["written"]) == (2, 1, 1, 0)
    assert [error["code"] for error in await desk.errors(job["_id"])] == ["negative"]
    assert await desk.versions() == {}
    assert await desk.told() == []


async def test_a_dry_run_says_what_saving_would_do(desk: Desk) -> None:
    await desk.imported("products", sheet(*PRODUCTS[:2]))
    dearer = {**PRODUCTS[0], "harga": "99999"}
    job = await desk.imported("products", sheet(dearer, *PRODUCTS[1:]), dry_run=True)
    rows = job["rows"]
    assert (rows["created"], rows["changed"], rows["unchanged"], rows["written"]) == (1, 1, 1, 0)
    assert await desk.versions() == {"PR-1": 1, "PR-2": 1}
    assert await desk.told() == [("PR-1", 1), ("PR-2", 1)]


async def test_what_was_checked_is_saved_without_another_upload(desk: Desk) -> None:
    job = await desk.imported("products", sheet(*PRODUCTS[:2], BAD_PRICE), dry_run=True)
    for _ in ("once", "by a second click"):
        saving = await desk.saves_checked("products", job["_id"])
        assert not saving.dry_run
    async with desk.working():
        job = await desk.ends(job["_id"])
    assert (job["state"], job["rows"]["created"], job["rows"]["invalid"]) == ("done", 2, 1)
    assert await desk.told() == [("PR-1", 1), ("PR-2", 1)]
    assert await desk.files() == []


async def test_all_or_nothing_holds_for_what_was_checked_too(desk: Desk) -> None:
    job = await desk.imported("products", sheet(PRODUCTS[0], BAD_PRICE), dry_run=True)
    await desk.saves_checked("products", job["_id"], all_or_nothing=True)
    async with desk.working():
        job = await desk.ends(job["_id"])
    assert (job["state"], job["problem"]["code"]) == ("failed", "rows-invalid")
    assert await desk.versions() == {}


async def test_what_is_not_checked_yet_cannot_be_saved(desk: Desk) -> None:
    job_id = await desk.takes("products", sheet(*PRODUCTS), dry_run=True)
    with pytest.raises(Conflict) as refusal:
        await desk.saves_checked("products", job_id)
    assert refusal.value.code == "not-checked"


async def test_a_checked_file_is_let_go_after_a_day_and_saving_says_so(desk: Desk) -> None:
    job = await desk.imported("products", sheet(*PRODUCTS), dry_run=True)
    assert await desk.files() == [job["_id"]]
    await desk.ages(job["_id"], KEPT_AFTER_CHECK)
    await desk.imported("products", sheet(PRODUCTS[0]))
    assert await desk.files() == []
    await desk.saves_checked("products", job["_id"])
    async with desk.working():
        job = await desk.ends(job["_id"])
    assert (job["state"], job["problem"]["code"]) == ("failed", "file-gone")


async def test_all_or_nothing_is_nothing_with_one_bad_row(desk: Desk) -> None:
    content = sheet(PRODUCTS[0], BAD_PRICE, PRODUCTS[2])
    job = await desk.imported("products", content, all_or_nothing=True)
    assert job["state"] == "failed"
    assert job["problem"]["code"] == "rows-invalid"
    assert job["problem"]["detail"] == "1 dari 3 baris perlu diperbaiki; tidak ada yang disimpan."
    assert job["problem"]["detail_en"] == "1 of 3 rows need mending; nothing was saved."
    assert await desk.versions() == {}
    assert await desk.told() == []


async def test_all_or_nothing_is_all_without_one(desk: Desk) -> None:
    job = await desk.imported("products", sheet(*PRODUCTS), all_or_nothing=True)
    assert job["state"] == "done"
    assert len(await desk.versions()) == 3


async def test_good_rows_are_in_and_bad_ones_are_told_by_row_and_column(desk: Desk) -> None:
    content = sheet(PRODUCTS[0], BAD_PRICE, {**PRODUCTS[2], "satuan": "goni", "nama": ""})
    job = await desk.imported("products", content)
    assert (job["state"], job["problem"]) == ("done", None)
    assert (job["rows"]["invalid"], job["rows"]["created"]) == (2, 1)
    assert (await desk.versions()).keys() == {"PR-1"}
    first, *others = await desk.errors(job["_id"])
    assert first == {
        "row": 3,
        "column": "harga",
        "value": "-5",
        "code": "negative",
        "message": "Tidak boleh kurang dari nol.",
        "message_en": "It may not be below zero.",
    }
    assert [(error["row"], error["column"], error["code"]) for error in others] == [
        (4, "nama", "missing"),
        (4, "satuan", "unknown-unit"),
    ]


async def test_a_row_may_be_wrong_in_itself_and_in_what_it_belongs_to(desk: Desk) -> None:
    spoilt = {**PRODUCTS[0], "kode_peserta": "PS-404", "harga_bertingkat": "50:99000"}
    job = await desk.imported("products", sheet(spoilt))
    assert sorted(error["code"] for error in await desk.errors(job["_id"])) == [
        "price-tiers",
        "unknown-exhibitor",
    ]


async def test_the_same_sheet_again_changes_and_tells_nothing(desk: Desk) -> None:
    await desk.imported("products", sheet(*PRODUCTS))
    told = await desk.mongo["outbox"].count_documents({})
    job = await desk.imported("products", sheet(*PRODUCTS))
    rows = job["rows"]
    assert (rows["created"], rows["changed"], rows["unchanged"], rows["written"]) == (0, 0, 3, 3)
    assert set((await desk.versions()).values()) == {1}
    assert await desk.mongo["outbox"].count_documents({}) == told


async def test_one_changed_row_changes_one_product(desk: Desk) -> None:
    await desk.imported("products", sheet(*PRODUCTS))
    job = await desk.imported("products", sheet(*PRODUCTS[:2], {**PRODUCTS[2], "harga": 15_000}))
    assert (job["rows"]["changed"], job["rows"]["unchanged"]) == (1, 2)
    assert await desk.versions() == {"PR-1": 1, "PR-2": 1, "PR-3": 2}
    assert (await desk.told())[3:] == [("PR-3", 2)]


async def test_products_follow_their_exhibitor_to_its_new_name(desk: Desk) -> None:
    await desk.imported("products", sheet(*PRODUCTS))
    renamed = {**EXHIBITORS[0], "nama": "Koperasi Baru", "kabupaten": "Kota Semarang"}
    await desk.imported("exhibitors", sheet(renamed, *EXHIBITORS[1:]))
    assert await desk.versions() == {"PR-1": 2, "PR-2": 1, "PR-3": 1}
    product = await desk.mongo["products"].find_one({"code": "PR-1"})
    assert product is not None
    assert (product["exhibitor_name"], product["regency"]) == ("Koperasi Baru", "3374")
    assert (await desk.told())[3:] == [("PR-1", 2)]


async def test_a_withdrawn_product_in_a_sheet_is_listed_again(desk: Desk) -> None:
    await desk.imported("products", sheet(PRODUCTS[0]))
    await desk.mongo["products"].update_one({}, {"$set": {"status": "withdrawn", "version": 2}})
    job = await desk.imported("products", sheet(PRODUCTS[0]))
    assert job["rows"]["changed"] == 1
    assert await desk.versions() == {"PR-1": 3}


async def test_semicolons_and_the_letters_of_windows_are_read(desk: Desk) -> None:
    rows = csv_text(grid([{**PRODUCTS[0], "nama": "Keripik crème brûlée"}]), delimiter=";")
    job = await desk.imported("products", rows.encode("cp1252"))
    assert job["rows"]["created"] == 1
    product = await desk.mongo["products"].find_one({})
    assert product is not None
    assert product["name"] == "Keripik crème brûlée"


async def test_an_unknown_column_is_a_warning(desk: Desk) -> None:
    job = await desk.imported("products", sheet(*({**row, "Warna": "merah"} for row in PRODUCTS)))
    assert job["rows"]["created"] == 3
    assert job["warnings"] == [
        {
            "column": "warna",
            "message": "Kolom “warna” tidak dikenal dan tidak dibaca.",
            "message_en": "Column “warna” is not known and was not read.",
        }
    ]


async def test_a_file_that_is_no_table_fails_with_its_reason(desk: Desk) -> None:
    job = await desk.imported("products", b"%PDF-1.7\n")
    assert (job["state"], job["problem"]["code"]) == ("failed", "pdf")
    assert job["problem"]["detail"].startswith("Ini berkas PDF")
    assert job["problem"]["detail_en"].startswith("This is a PDF")
    assert job["problem"]["filename"] == "products.csv"


@pytest.mark.parametrize("chunk", [1, 2, 7, 250])
async def test_it_makes_no_difference_in_how_many_steps_rows_are_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("kernel.imports.saving.CHUNK", chunk)
    monkeypatch.setattr("kernel.imports.staging.CHUNK", chunk)
    rows = products(6)
    job = await desk.imported("products", sheet(*rows[:3], {**rows[3], "harga": "x"}, *rows[4:]))
    assert (job["rows"]["created"], job["rows"]["invalid"]) == (5, 1)
    assert (await desk.versions()).keys() == {f"PR-00{n}" for n in (0, 1, 2, 4, 5)}


async def test_a_code_used_twice_is_refused_far_apart_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.imports.staging.CHUNK", 2)
    job = await desk.imported("products", sheet(*products(4), *products(1, nama="Lain")))
    [error] = await desk.errors(job["_id"])
    assert (error["row"], error["column"], error["code"]) == (6, "kode", "duplicate")
    assert error["message"].startswith("Kode “PR-000” sudah dipakai di baris 2.")
    assert len(await desk.versions()) == 4


async def _stands(desk: Desk) -> dict[str, str]:
    found = desk.mongo["exhibitors"].find({}, {"code": 1, "stand": 1})
    return {exhibitor["code"]: exhibitor["stand"] async for exhibitor in found}


async def _expect_second_used_twice(desk: Desk, job: Document) -> None:
    assert (job["state"], job["rows"]["valid"], job["rows"]["invalid"]) == ("done", 2, 1)
    [error] = await desk.errors(job["_id"])
    assert (error["row"], error["column"], error["code"]) == (3, "stan", "used-twice")


async def test_a_stand_that_two_distant_rows_want_is_an_error_of_the_later_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.imports.staging.CHUNK", 1)
    monkeypatch.setattr("kernel.imports.saving.CHUNK", 1)
    wanted = [{**EXHIBITORS[n], "stan": "B-07"} for n in (0, 1)]
    job = await desk.imported("exhibitors", sheet(*wanted, EXHIBITORS[2]), dry_run=True)
    await _expect_second_used_twice(desk, job)
    await desk.saves_checked("exhibitors", job["_id"])
    async with desk.working():
        job = await desk.ends(job["_id"])
    await _expect_second_used_twice(desk, job)
    assert await _stands(desk) == {"PS-1": "B-07", "PS-2": "A-02", "PS-3": "A-03"}


async def test_a_stand_that_is_gone_when_its_row_is_saved_is_an_error_of_that_row(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checked together, the two may change places; saved apart, each finds its stand taken."""
    monkeypatch.setattr("kernel.imports.saving.CHUNK", 1)
    swapped = [{**EXHIBITORS[0], "stan": "A-02"}, {**EXHIBITORS[1], "stan": "A-01"}]
    renamed = {**EXHIBITORS[2], "nama": "Koperasi Baru (contoh)"}
    job = await desk.imported("exhibitors", sheet(*swapped, renamed))
    assert (job["state"], job["problem"]) == ("done", None)
    rows = job["rows"]
    assert (rows["valid"], rows["invalid"], rows["changed"]) == (1, 2, 1)
    told = [(e["row"], e["column"], e["code"]) for e in await desk.errors(job["_id"])]
    assert told == [(2, "stan", "stand-taken"), (3, "stan", "stand-taken")]
    assert await _stands(desk) == {"PS-1": "A-01", "PS-2": "A-02", "PS-3": "A-03"}
