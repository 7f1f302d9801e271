"""Pages of an exhibitor's own goods and papers, and of the office that checks them."""

from typing import Any

import aiohttp
import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.papers import FILE
from tests.integration.gateway.running import BUYER, EXHIBITOR, ORGANISER, Gateway
from tests.snapshots import picture

SIX = {
    "nama": "Kopi robusta sangrai",
    "kategori": "perkebunan",
    "satuan": "kg",
    "harga": "120.000",
    "kapasitas": "500",
    "moq": "10",
}
STALE = {"code": "stale-version", "detail": "Sudah diubah.", "detail_en": "It has changed."}
AT = "/dokumen/products/PRD-01/0123456789abcdef"


@pytest.fixture
def gateway(office: Office) -> Gateway:
    return office.gateway


@pytest.fixture
def behind(office: Office) -> Behind:
    office.behind.shelf.told.clear()
    office.behind.shelf.refuses = None
    return office.behind


async def _send(
    gateway: Gateway, path: str, form: Any, email: str = EXHIBITOR.email
) -> tuple[int, str, str]:
    headers = await gateway.cookie(email) | gateway.own_origin
    async with gateway.client.post(
        path, data=form, headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def _open(gateway: Gateway, path: str, email: str = EXHIBITOR.email) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.text()


def _with_file(content: bytes, name: str = "berkas", **fields: str) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for field, value in fields.items():
        form.add_field(field, value)
    form.add_field(name, content, filename="foto dari ponsel.jpg", content_type="image/jpeg")
    return form


async def test_six_fields_make_a_product_on_offer_or_a_draft(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _open(gateway, "/produk-saya/baru")
    assert text.count("required") == len(SIX)
    for wish, query in (("tawarkan", "false"), ("draf", "true")):
        form = SIX | {"kode": "KOP-01-abc", "tindakan": wish}
        status, _, _ = await _send(gateway, "/produk-saya/baru", form)
        method, path, _, said = behind.shelf.told[-1]
        assert (status, method, path) == (303, "POST", f"products?draft={query}")
        assert said == {
            "code": "KOP-01-abc",
            "exhibitor_code": "KOP-01",
            "name": "Kopi robusta sangrai",
            "category": "perkebunan",
            "unit": "kg",
            "price": 120_000,
            "capacity_per_month": 500,
            "moq": 10,
        }


async def test_an_edit_keeps_what_the_form_does_not_ask_for_and_says_what_it_saw(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _open(gateway, "/produk-saya/PRD-01")
    for words in ("1000:66000; 5000:62500", "Pembeli menyaring", "Bu Rini", "mengubah"):
        assert words in text
    form = SIX | {"versi": "4", "lengkap": "1", "harga_bertingkat": "50:110.000"}
    form |= {"varian1": "Balado", "varian_harga1": "12.500", "varian_kode1": "BLD", "bulan2": "0"}
    status, location, _ = await _send(gateway, "/produk-saya/PRD-01", form)
    assert (status, location) == (303, "/produk-saya/PRD-01?kabar=disimpan")
    method, path, seen, said = behind.shelf.told[-1]
    assert (method, path, seen) == ("PUT", "products/PRD-01", '"4"')
    assert said["price_tiers"] == [{"minimum": 50, "price": 110_000}]
    assert said["variants"] == [{"name": "Balado", "price": 12_500, "code": "BLD"}]
    assert said["capacities"] == [{"month": 2, "units": 0}]
    assert said["is_sample"], "not asked for, so kept"
    assert "papers" not in said


async def test_a_refused_form_keeps_what_was_typed_and_says_why(
    gateway: Gateway, behind: Behind
) -> None:
    behind.shelf.refuses = ("products/PRD-01", 412, STALE)
    form = SIX | {"versi": "3", "lengkap": "1"}
    status, _, text = await _send(gateway, "/produk-saya/PRD-01", form)
    assert status == 412
    assert "Sudah diubah." in text
    assert "Kopi robusta sangrai" in text
    problem = {
        "code": "invalid",
        "detail": "Isian tidak sesuai.",
        "detail_en": "The input does not fit.",
        "errors": [
            {"where": "body.price", "code": "x", "message": "Terlalu besar.", "message_en": "y"},
            {"where": "body", "code": "x", "message": "Dua kali sama.", "message_en": "y"},
        ],
    }
    behind.shelf.refuses = ("products", 422, problem)
    status, _, text = await _send(gateway, "/produk-saya/baru", SIX | {"kode": "X"})
    assert status == 422
    assert "<b>Harga</b>: Terlalu besar." in text
    assert "Dua kali sama." in text
    wrong = SIX | {"harga": "murah", "kode": "X"}
    assert (await _send(gateway, "/produk-saya/baru", wrong))[0] == 422


async def test_a_product_is_taken_off_the_shelf_once_that_is_confirmed(
    gateway: Gateway, behind: Behind
) -> None:
    path = "/produk-saya/PRD-01/rak"
    status, _, text = await _send(gateway, path, {"tindakan": "tarik"})
    assert (status, "Centang dulu" in text) == (422, True)
    assert behind.shelf.told == []
    await _send(gateway, path, {"tindakan": "tarik", "yakin": "1"})
    await _send(gateway, "/produk-saya/PRD-09/rak", {"tindakan": "tawarkan"})
    assert [told[1] for told in behind.shelf.told] == [
        "products/PRD-01/withdrawal",
        "products/PRD-09/publication",
    ]


async def test_a_photo_goes_on_as_it_came(gateway: Gateway, behind: Behind) -> None:
    photo = picture("JPEG", (900, 600))
    path = "/produk-saya/PRD-01/gambar"
    form = _with_file(photo, "gambar", versi="4")
    assert (await _send(gateway, path, form))[0] == 303
    assert behind.shelf.told == [("PUT", "products/PRD-01/picture", '"4"', photo)]
    await _send(gateway, path, {"versi": "5", "hapus": "1"})
    assert behind.shelf.told[-1][:3] == ("DELETE", "products/PRD-01/picture", '"5"')
    nothing = aiohttp.FormData({"versi": "5"}, default_to_multipart=True)
    assert (await _send(gateway, path, nothing))[0] == 422
    assert len(behind.shelf.told) == 2
    cover = _with_file(photo, "gambar", versi="1")
    assert (await _send(gateway, "/produk-saya/sampul", cover))[0] == 303
    assert behind.shelf.told[-1] == ("PUT", "exhibitors/KOP-01/picture", '"1"', photo)


async def test_a_paper_is_declared_and_then_shown_by_its_file(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _open(gateway, "/dokumen?milik=PRD-01")
    for words in ("Nomor pada berkas lain.", "PDF, 20 kB", "tidak dipindai", "Seluruh usaha"):
        assert words in text
    said = {"milik": "PRD-01", "jenis": "PIRT", "nomor": "1", "berakhir": "2099-05-01"}
    status, location, _ = await _send(gateway, "/dokumen", _with_file(FILE, **said))
    assert (status, location) == (303, "/dokumen?kabar=dicatat")
    declared, attached = behind.shelf.told
    assert declared[:2] == ("POST", "products/PRD-01/papers")
    assert declared[3]["expires"] == "2099-05-01"
    assert attached == ("PUT", "products/PRD-01/papers/0123456789abcdef/file", '"2"', FILE)
    behind.shelf.told.clear()
    assert (await _send(gateway, "/dokumen", said | {"milik": ""}))[0] == 303
    assert [told[1] for told in behind.shelf.told] == ["exhibitors/KOP-01/papers"]
    assert (await _send(gateway, "/dokumen", said | {"milik": "../x"}))[0] == 422


async def test_a_file_that_is_refused_is_told_from_a_paper_that_is(
    gateway: Gateway, behind: Behind
) -> None:
    problem = {"code": "wrong-kind", "detail": "Bukan PDF.", "detail_en": "No PDF."}
    behind.shelf.refuses = ("/file", 422, problem)
    form = _with_file(FILE, jenis="PIRT", nomor="1")
    status, _, text = await _send(gateway, "/dokumen", form)
    assert status == 422
    assert "Bukan PDF." in text
    assert "berkasnya tidak diterima" in text
    behind.shelf.refuses = ("papers", 422, problem)
    _, _, text = await _send(gateway, "/dokumen", _with_file(FILE, jenis="PIRT", nomor="77-7"))
    assert 'value="77-7"' in text
    assert "berkasnya tidak diterima" not in text


async def test_a_paper_is_renewed_and_withdrawn_from_the_version_that_was_seen(
    gateway: Gateway, behind: Behind
) -> None:
    assert "Dinkes Temanggung" in await _open(gateway, AT)
    form = _with_file(FILE, jenis="PIRT", nomor="2", versi="2")
    assert (await _send(gateway, AT, form))[0] == 303
    assert [told[:3] for told in behind.shelf.told] == [
        ("PUT", "products/PRD-01/papers/0123456789abcdef", '"2"'),
        ("PUT", "products/PRD-01/papers/0123456789abcdef/file", '"2"'),
    ]
    assert (await _send(gateway, f"{AT}/cabut", {"versi": "2"}))[0] == 422
    assert (await _send(gateway, f"{AT}/cabut", {"versi": "2", "yakin": "1"}))[0] == 303
    assert behind.shelf.told[-1][1].endswith("/withdrawal")


async def test_a_file_is_saved_and_never_shown_in_place(gateway: Gateway) -> None:
    for email in (EXHIBITOR.email, ORGANISER):
        async with gateway.client.get(
            f"{AT}/berkas", headers=await gateway.cookie(email)
        ) as answer:
            assert await answer.read() == FILE
            assert answer.headers["content-disposition"].startswith("attachment;")
            assert answer.headers["content-security-policy"].startswith("sandbox")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "private, no-store"


async def test_the_office_checks_a_paper_or_rejects_it_with_a_reason(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _open(gateway, "/periksa-dokumen", ORGANISER)
    assert "GTIN ini bukan terbitan GS1 Indonesia." in text
    path = "/periksa-dokumen/products/PRD-01/0123456789abcdef"
    await _send(gateway, path, {"versi": "2", "hasil": "sesuai"}, ORGANISER)
    reject = {"versi": "2", "hasil": "tolak", "alasan": "Nomor lain."}
    await _send(gateway, path, reject, ORGANISER)
    assert [(told[1], told[2], told[3]) for told in behind.shelf.told] == [
        (
            "products/PRD-01/papers/0123456789abcdef/review",
            '"2"',
            {"state": "checked", "reason": ""},
        ),
        (
            "products/PRD-01/papers/0123456789abcdef/review",
            '"2"',
            {"state": "rejected", "reason": "Nomor lain."},
        ),
    ]
    behind.shelf.refuses = ("review", 412, STALE)
    status, _, text = await _send(gateway, path, reject, ORGANISER)
    assert (status, "Sudah diubah." in text) == (412, True)


@pytest.mark.parametrize(
    ("path", "email"),
    [
        ("/produk-saya", BUYER.email),
        ("/produk-saya/PRD-01", ORGANISER),
        ("/dokumen", BUYER.email),
        ("/periksa-dokumen", EXHIBITOR.email),
        (f"{AT}/berkas", BUYER.email),
    ],
)
async def test_these_pages_are_for_those_whose_they_are(
    gateway: Gateway, path: str, email: str
) -> None:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == 403
