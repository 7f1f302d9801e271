"""Deals and leads in pages: both sides' accounts, the office's sums, and who may reach whom."""

from typing import Any

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, EXHIBITOR, ORGANISER, VISITOR, Gateway

EDITION = "/v1/editions/h2o-2026"
DEAL = "64b0000000000000000000d1"
LEAD = "64b0000000000000000000e1"


async def _open(gateway: Gateway, path: str, email: str) -> tuple[int, str]:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        return answer.status, await answer.text()


async def _send(
    gateway: Gateway, path: str, email: str, form: dict[str, Any]
) -> tuple[int, str, str]:
    headers = await gateway.cookie(email) | gateway.own_origin
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def test_both_accounts_of_a_step_stand_side_by_side(gateway: Gateway) -> None:
    _, text = await _open(gateway, f"/kesepakatan/{DEAL}", BUYER.email)
    for words in ("Rp90.000.000", "Rp93.000.000", "Berbeda", "Sepihak", "Rp95.000.000"):
        assert words in text
    assert text.count("Ya, sama dengan pihak lain") == 2
    _, text = await _open(gateway, f"/kesepakatan/{DEAL}", EXHIBITOR.email)
    assert text.count("Ya, sama dengan pihak lain") == 1
    _, text = await _open(gateway, f"/kesepakatan/{DEAL}", ORGANISER)
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0]


async def test_a_step_is_confirmed_corrected_or_recorded(gateway: Gateway, behind: Behind) -> None:
    path = f"/kesepakatan/{DEAL}"
    agreed = {"setuju": "1", "versi": "5"}
    status, onward, _ = await _send(gateway, f"{path}/langkah/1", BUYER.email, agreed)
    assert (status, onward) == (303, path)
    assert behind.requests[-1].headers["if-match"] == '"5"'
    amounts = {"langkah": "contract", "nilai": "93.000.000", "volume": "1.500"}
    other = amounts | {"tanggal": "2026-11-20"}
    assert (await _send(gateway, f"{path}/langkah/0", BUYER.email, other))[0] == 303
    assert (await _send(gateway, path, EXHIBITOR.email, other))[0] == 303
    said = {"kind": "contract", "value": 93_000_000, "volume": 1_500, "day": "2026-11-20"}
    deal = f"{EDITION}/deals/{DEAL}"
    assert [(method, where) for method, where, _ in behind.said] == [
        ("POST", f"{deal}/steps/1/confirmation"),
        ("PUT", f"{deal}/steps/0"),
        ("POST", f"{deal}/steps"),
    ]
    assert [body for *_, body in behind.said[1:]] == [said, said]
    status, _, text = await _send(gateway, path, BUYER.email, other | {"nilai": "sembilan"})
    assert status == 422
    assert "Isian “Nilai” harus berupa bilangan bulat" in text


async def test_the_office_sees_sums_with_and_without_and_takes_them_home(
    gateway: Gateway,
) -> None:
    _, text = await _open(gateway, "/kesepakatan", ORGANISER)
    for words in ("Dipastikan kedua pihak", "Rp90.000.000", "sampai Rp93.000.000", "1 berbeda"):
        assert words in text
    cookie = await gateway.cookie(ORGANISER)
    async with gateway.client.get("/kesepakatan/unduh/csv", headers=cookie) as answer:
        assert answer.headers["content-disposition"].endswith('deals-h2o-2026.csv"')
        assert await answer.text() == "kode in csv"
    for path in ("/kesepakatan/unduh/csv", "/kesepakatan/unduh/exe"):
        status, _ = await _open(gateway, path, BUYER.email)
        assert status in (403, 422)
    _, text = await _open(gateway, "/kesepakatan", BUYER.email)
    assert "Dipastikan kedua pihak" not in text


async def test_a_lead_shows_what_was_agreed_to_and_takes_notes(
    gateway: Gateway, behind: Behind
) -> None:
    _, text = await _open(gateway, "/prospek", EXHIBITOR.email)
    for words in ("Rina (contoh)", "0812-0000-0001", "Pindai lencana ×2", "Minta katalog"):
        assert words in text
    path = f"/prospek/{LEAD}"
    form = {"catatan": "Tertarik", "nilai": "4", "versi": "3"}
    assert (await _send(gateway, path, EXHIBITOR.email, form))[0] == 303
    assert (await _send(gateway, path, EXHIBITOR.email, {"dijawab": "1"}))[0] == 303
    assert behind.said == [
        ("PUT", f"{EDITION}/leads/{LEAD}", {"notes": "Tertarik", "rating": 4}),
        ("POST", f"{EDITION}/leads/{LEAD}/answer", None),
    ]
    assert (await _open(gateway, "/prospek", BUYER.email))[0] == 403


async def test_nobodys_contact_is_passed_on_without_consent(
    gateway: Gateway, behind: Behind
) -> None:
    path, form = "/peserta/KOP-01/kontak", {"nama": "Rina", "telepon": "0812-0000-0001"}
    status, _, text = await _send(gateway, path, VISITOR, form)
    assert (status, behind.said) == (422, [])
    assert "Centang persetujuan" in text
    assert 'value="0812-0000-0001"' in text
    status, _, _ = await _send(gateway, path, VISITOR, {"setuju": "1", "nama": "Rina"})
    assert status == 422
    status, onward, _ = await _send(gateway, path, VISITOR, form | {"setuju": "1"})
    assert (status, onward) == (303, path)
    [(_, where, said)] = behind.said
    assert where == f"{EDITION}/leads/requests"
    assert said["consent"] == {"text_version": "2026-11"}
    assert said["contact"] == {"name": "Rina", "phone": "0812-0000-0001", "mail": ""}


async def test_who_is_signed_in_is_handed_over_to_whatsapp_and_a_stranger_is_not(
    gateway: Gateway, behind: Behind
) -> None:
    async with gateway.client.get("/peserta/KOP-01") as answer:
        shown = await answer.text()
    assert "/peserta/KOP-01/whatsapp" not in shown
    assert "Masuk untuk menghubungi" in shown
    _, shown = await _open(gateway, "/produk/PRD-01", VISITOR)
    assert 'href="/peserta/KOP-01/whatsapp?produk=PRD-01"' in shown
    path = "/peserta/KOP-01/whatsapp"
    _, shown = await _open(gateway, f"{path}?produk=PRD-01", VISITOR)
    assert "628120000001" not in shown, "not before they agree"
    status, _, shown = await _send(gateway, path, VISITOR, {"produk": "PRD-01"})
    assert status == 200
    assert 'href="https://wa.me/628120000001?text=Halo%20' in shown
    assert "produk/PRD-01" in shown
    agreed = {"consent": {"text_version": "wa-2026-11"}}
    assert behind.said[-1] == ("POST", f"{EDITION}/whatsapp/KOP-01/handoffs", agreed)


async def test_a_number_is_given_with_a_consent_and_refused_beside_its_field(
    gateway: Gateway, behind: Behind
) -> None:
    path = "/produk-saya/whatsapp"
    status, _, shown = await _send(gateway, path, EXHIBITOR.email, {"nomor": "0812"})
    assert status == 422
    assert "Centang persetujuan" in shown
    wrong = {"nomor": "tiga", "setuju": "1"}
    status, _, shown = await _send(gateway, path, EXHIBITOR.email, wrong)
    assert status == 422
    assert 'value="tiga" aria-invalid="true"' in shown
    status, onward, _ = await _send(gateway, path, EXHIBITOR.email, wrong | {"nomor": "0812 3456"})
    assert (status, onward) == (303, "/produk-saya/keikutsertaan?kabar=disimpan")
    assert behind.said[-1][2]["number"] == "0812 3456"
