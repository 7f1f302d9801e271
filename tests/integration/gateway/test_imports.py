"""An organiser's secretary uploads spreadsheets: checked first, then saved."""

import io
from typing import Any

import aiohttp

from kernel.mongo import Mongo
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, EDITION, ORGANISER, Gateway
from tests.waiting import until

SHEET = (
    "email;nama;peran;kode_pihak;bahasa;contoh\n"
    "dewi@example.invalid;Dewi (contoh);exhibitor;KOP-01;id;ya\n"
    "john@example.invalid;John (contoh);buyer;BUY-02;en;ya\n"
)
WRONG = SHEET + "bukan-surel;Siapa;exhibitor;KOP-02;id;ya\n"
OFFICE = SHEET + f"{ORGANISER};Menyamar;buyer;BUY-02;id;ya\n"
ACCOUNTS = f"/api/v1/editions/{EDITION}/accounts/imports"


async def _uploaded(gateway: Gateway, sheet: str, **query: str) -> dict[str, Any]:
    """The job of an upload once it has ended."""
    bearer = await gateway.bearer(ORGANISER)
    async with gateway.client.post(
        ACCOUNTS, params={"filename": "akun.csv", **query}, data=sheet.encode(), headers=bearer
    ) as answer:
        assert answer.status == 202, await answer.text()
        job: dict[str, Any] = await answer.json()

    async def has_ended() -> bool:
        nonlocal job
        async with gateway.client.get(f"{ACCOUNTS}/{job['id']}", headers=bearer) as answer:
            job = await answer.json()
        return job["state"] in ("done", "failed")

    await until(has_ended)
    return job


async def test_imported_sample_accounts_can_sign_in(gateway: Gateway) -> None:
    job = await _uploaded(gateway, SHEET)
    assert (job["state"], job["problem"], job["errors"]) == ("done", None, [])
    assert job["rows"]["created"] == 2
    bearer = await gateway.bearer("john@example.invalid")
    async with gateway.client.get("/api/v1/me", headers=bearer) as answer:
        assert (await answer.json())["party"] == f"buyer:{EDITION}:BUY-02"
    again = await _uploaded(gateway, SHEET)
    assert again["rows"]["unchanged"] == 2


async def test_a_wrong_row_is_named_and_the_others_are_saved(gateway: Gateway) -> None:
    job = await _uploaded(gateway, WRONG)
    [error] = job["errors"]
    assert (error["row"], error["column"], error["code"]) == (4, "email", "not-an-address")
    assert job["rows"]["created"] == 2


async def test_a_check_saves_nothing(gateway: Gateway) -> None:
    await _uploaded(gateway, SHEET, dry_run="true")
    accounts = gateway.provided(Mongo)["accounts"]
    assert await accounts.count_documents({"email": "dewi@example.invalid"}) == 0


async def test_an_account_of_the_office_cannot_be_taken_over(gateway: Gateway) -> None:
    job = await _uploaded(gateway, OFFICE)
    [error] = job["errors"]
    assert error["code"] == "office-account"
    async with gateway.client.get("/api/v1/me", headers=await gateway.bearer(ORGANISER)) as answer:
        assert (await answer.json())["role"] == "organiser"


async def test_only_the_organiser_imports_accounts(gateway: Gateway) -> None:
    for headers, status in (({}, 401), (await gateway.bearer(BUYER.email), 403)):
        async with gateway.client.post(ACCOUNTS, data=b"x", headers=headers) as answer:
            assert answer.status == status


async def test_an_unknown_edition_takes_no_accounts(gateway: Gateway) -> None:
    async with gateway.client.post(
        "/api/v1/editions/nowhere/accounts/imports",
        data=b"x",
        headers=await gateway.bearer(ORGANISER),
    ) as answer:
        assert answer.status == 404


def _form(sheet: bytes, kind: str, **more: str) -> aiohttp.FormData:
    form = aiohttp.FormData({"jenis": kind, **more})
    form.add_field("berkas", io.BytesIO(sheet), filename="data.csv", content_type="text/csv")
    return form


async def _sent(gateway: Gateway, form: aiohttp.FormData) -> tuple[int, str, str]:
    headers = {**await gateway.cookie(ORGANISER), **gateway.own_origin}
    async with gateway.client.post(
        "/impor", data=form, headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def test_the_page_hands_the_file_to_the_service_and_checks_first(
    gateway: Gateway, behind: Behind
) -> None:
    sheet = b"kode;nama\n" + b"PRD-1;Kopi\n" * 200_000
    status, place, _ = await _sent(gateway, _form(sheet, "products"))
    assert (status, place) == (303, f"/impor/products/{behind.job['id']}")
    assert behind.uploaded == sheet
    assert behind.job["dry_run"]
    await _sent(gateway, _form(sheet, "products", cara="save"))
    assert not behind.job["dry_run"]


async def test_the_page_saves_what_was_checked_from_the_file_that_was_kept(
    gateway: Gateway, behind: Behind
) -> None:
    headers = {**await gateway.cookie(ORGANISER), **gateway.own_origin}
    path = f"/impor/products/{behind.job['id']}"
    async with gateway.client.get(path, headers=headers) as answer:
        shown = await answer.text()
    assert "Simpan 1.202 baris yang benar" in shown
    async with gateway.client.post(path, data={}, headers=headers, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["location"]) == (303, path)
    assert not behind.job["dry_run"]


async def test_accounts_that_were_checked_are_saved_by_the_gateway_itself(
    gateway: Gateway,
) -> None:
    job = await _uploaded(gateway, SHEET, dry_run="true")
    assert (job["rows"]["created"], job["rows"]["written"]) == (2, 0)
    bearer = await gateway.bearer(ORGANISER)
    async with gateway.client.post(f"{ACCOUNTS}/{job['id']}/saving", headers=bearer) as answer:
        assert answer.status == 202
    accounts = gateway.provided(Mongo)["accounts"]

    async def is_open() -> bool:
        return await accounts.count_documents({"email": "dewi@example.invalid"}) == 1

    await until(is_open)


async def test_the_page_of_a_running_job_refreshes_itself_until_it_has_ended(
    gateway: Gateway, behind: Behind
) -> None:
    cookie, path = await gateway.cookie(ORGANISER), f"/impor/products/{behind.job['id']}"
    behind.job |= {"state": "writing", "progress": 0.5, "errors": []}
    async with gateway.client.get(path, headers=cookie) as answer:
        assert 'http-equiv="refresh"' in await answer.text()
    behind.job["state"] = "done"
    async with gateway.client.get(path, headers=cookie) as answer:
        assert 'http-equiv="refresh"' not in await answer.text()


async def test_accounts_are_imported_through_the_same_page(gateway: Gateway) -> None:
    status, place, _ = await _sent(gateway, _form(SHEET.encode(), "accounts", cara="save"))
    assert status == 303
    cookie = await gateway.cookie(ORGANISER)

    async def is_done() -> bool:
        async with gateway.client.get(place, headers=cookie) as answer:
            return "Impor selesai" in await answer.text()

    await until(is_done)
    await gateway.bearer("dewi@example.invalid")


async def test_the_page_asks_once_which_column_is_which(gateway: Gateway) -> None:
    strange = SHEET.replace("email;nama;peran", "Alamat Surat;Nama Lengkap;Sebagai Apa")
    _, place, _ = await _sent(gateway, _form(strange.encode(), "accounts"))
    headers = {**await gateway.cookie(ORGANISER), **gateway.own_origin}

    async def shown() -> str:
        async with gateway.client.get(place, headers=headers) as answer:
            return await answer.text()

    async def asks() -> bool:
        return "Kolom mana yang mana?" in await shown()

    await until(asks)
    page = await shown()
    assert "dewi@example.invalid" in page
    assert '<option value="nama" selected>' in page
    assert 'http-equiv="refresh"' not in page
    said = [("alamat_surat", "email"), ("nama_lengkap", "nama"), ("sebagai_apa", "peran")]
    form = [field for h, c in said for field in (("judul", h), ("kolom", c))]
    async with gateway.client.post(
        f"{place}/kolom", data=form, headers=headers, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (303, place)

    async def is_checked() -> bool:
        return "Simpan 2 baris yang benar" in await shown()

    await until(is_checked)
    _, place, _ = await _sent(gateway, _form(strange.encode(), "accounts"))
    await until(is_checked)


async def test_a_form_without_a_file_says_so(gateway: Gateway) -> None:
    form = aiohttp.FormData({"jenis": "products"})
    form.add_field("berkas", b"", filename="")
    status, _, text = await _sent(gateway, form)
    assert status == 422
    assert "Pilih jenis data dan berkasnya." in text
