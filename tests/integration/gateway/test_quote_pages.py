"""Asking, quoting and deciding in forms, as people fill them in."""

from datetime import UTC, datetime
from typing import Any

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, EXHIBITOR, Gateway

EDITION = "/v1/editions/h2o-2026"
RFQ = "/permintaan/KEB-01"


async def _send(
    gateway: Gateway, path: str, email: str, form: dict[str, Any]
) -> tuple[int, str, str]:
    """Status, where to go on, and the page."""
    headers = await gateway.cookie(email) | gateway.own_origin
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def _open(gateway: Gateway, path: str, email: str) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_a_buyer_asks_in_its_own_words_and_numbers(gateway: Gateway, behind: Behind) -> None:
    form = {
        "batas": "2026-12-08",
        "undang": "pilihan",
        "peserta": "KOP-01",
        "anonim": "1",
        "pendaftaran": "100.000",
        "potongan": "12,5",
        "syarat": "Bayar 14 hari",
        "versi": "2",
    }
    status, onward, _ = await _send(gateway, "/temu/KEB-01/permintaan", BUYER.email, form)
    assert (status, onward) == (303, f"{RFQ}?kabar=diminta")
    [(method, path, said)] = behind.said
    assert (method, path) == ("PUT", f"{EDITION}/rfqs/KEB-01")
    assert datetime.fromisoformat(said["deadline"]) == datetime(2026, 12, 8, 16, 59, tzinfo=UTC)
    assert (said["exhibitors"], said["anonymous"], said["sample_wanted"]) == (
        ["KOP-01"],
        True,
        False,
    )
    assert said["charges"] == {
        "outlet": None,
        "listing_fee": 100_000,
        "outlets": 1,
        "trading_terms": 1_250,
    }
    assert behind.requests[-1].headers["if-match"] == '"2"'


async def test_what_was_typed_stays_when_it_cannot_be_read(
    gateway: Gateway, behind: Behind
) -> None:
    form = {"batas": "2026-12-08", "pendaftaran": "12,5 juta", "syarat": "<b>Bayar</b> 14 hari"}
    status, _, text = await _send(gateway, "/temu/KEB-01/permintaan", BUYER.email, form)
    assert status == 422
    assert "Isian “Biaya pendaftaran” harus berupa bilangan bulat" in text
    assert 'value="12,5 juta"' in text
    assert "&lt;b&gt;Bayar&lt;/b&gt; 14 hari" in text
    assert behind.said == []


async def test_quotes_stand_side_by_side_with_the_best_marked(gateway: Gateway) -> None:
    text = await _open(gateway, f"{RFQ}?urut=cost", BUYER.email)
    for words in (
        "Rp62.000",
        "Rp248.000.000",
        "16.000 pak",
        "kurang pada",
        "Februari",
        "92 %",
        "1 hal kurang",
    ):
        assert words in text
    assert text.count('class="best"') == 1
    assert 'name="jumlah:PRD-01"' in text
    assert 'name="jumlah:PRD-02"' not in text


async def test_a_decision_is_shown_before_it_is_made(gateway: Gateway, behind: Behind) -> None:
    form = {"versi": "2", "jumlah:PRD-01": "1.500", "versi:PRD-01": "2", "alasan": "Harga baik"}
    status, _, text = await _send(gateway, f"{RFQ}/keputusan", BUYER.email, form)
    assert status == 200
    assert "Seluruhnya Rp93.000.000 per bulan; belum diberikan 2.500 kg." in text
    assert 'name="jumlah:PRD-01" value="1500"' in text
    [(_, path, said)] = behind.said
    assert path == f"{EDITION}/rfqs/KEB-01/awards?trial=true"
    share = {"product_code": "PRD-01", "quote_version": 2, "quantity": 1_500}
    assert said == {"shares": [share], "reason": "Harga baik"}

    confirmed = form | {"setuju": "1"}
    status, onward, _ = await _send(gateway, f"{RFQ}/keputusan", BUYER.email, confirmed)
    assert (status, onward) == (303, f"{RFQ}?kabar=diputuskan")
    assert behind.said[1] == ("POST", f"{EDITION}/rfqs/KEB-01/awards", said)


async def test_a_decision_that_does_not_hold_leads_back_to_the_quotes(
    gateway: Gateway, behind: Behind
) -> None:
    form = {"versi": "2", "jumlah:PRD-01": "1500", "versi:PRD-01": "2", "alasan": "Kawan lama"}
    status, _, text = await _send(gateway, f"{RFQ}/keputusan", BUYER.email, form)
    assert status == 409
    assert "Kapasitas bulan 2026-12 sudah dijanjikan." in text
    assert "Kawan lama" in text
    for lacking in ({"jumlah:PRD-01": ""}, {"alasan": " "}):
        status, _, _ = await _send(gateway, f"{RFQ}/keputusan", BUYER.email, form | lacking)
        assert status == 422
    assert len(behind.said) == 1


async def test_an_exhibitor_offers_tiers_months_and_a_sample(
    gateway: Gateway, behind: Behind
) -> None:
    form = {
        "satuan": "pak",
        "kemasan": "250 g",
        "mulai1": "100",
        "harga1": "16.000",
        "harga2": "",
        "volume": "16.000",
        "bulan2": "0",
        "hari": "7",
        "berlaku": "2027-01-31",
        "contoh": "paid",
        "harga_contoh": "25.000",
        "hari_contoh": "3",
    }
    path = f"{RFQ}/penawaran/PRD-01"
    status, onward, _ = await _send(gateway, path, EXHIBITOR.email, form)
    assert (status, onward) == (303, f"{path}?kabar=disimpan")
    [(method, asked, said)] = behind.said
    assert (method, asked) == ("POST", f"{EDITION}/rfqs/KEB-01/quotes")
    assert said["tiers"] == [{"minimum": 100, "price": 16_000}]
    assert said["volumes"] == [{"month": 2, "volume": 0}]
    assert said["sample"] == {"kind": "paid", "price": 25_000, "days": 3}

    status, _, text = await _send(gateway, path, EXHIBITOR.email, form | {"harga1": ""})
    assert status == 422
    assert "Isi setidaknya satu harga." in text


async def test_a_quote_is_shown_in_the_buyers_unit_and_then_sent(
    gateway: Gateway, behind: Behind
) -> None:
    path = f"{RFQ}/penawaran/PRD-01"
    text = await _open(gateway, path, EXHIBITOR.email)
    for words in ("Rp16.000", "Rp64.000", "Harga per kg", "Sampai 4.000 kg per bulan"):
        assert words in text
    status, onward, _ = await _send(gateway, f"{path}/kirim", EXHIBITOR.email, {"versi": "1"})
    assert (status, onward) == (303, f"{path}?kabar=kirim")
    assert behind.said[0][1] == f"{EDITION}/rfqs/KEB-01/quotes/PRD-01/sending"
    assert behind.requests[-1].headers["if-match"] == '"1"'


async def test_an_exhibitor_is_told_that_the_name_comes_later(gateway: Gateway) -> None:
    text = await _open(gateway, RFQ, EXHIBITOR.email)
    assert "Pembeli menampilkan namanya setelah memilih penawaran Anda." in text
    assert "Biaya pendaftaran Rp100.000 di atas batas." in text
    assert "Permendag 23/2021" in text


async def test_each_side_has_its_own_forms(gateway: Gateway, behind: Behind) -> None:
    for path, email in (
        ("/temu/KEB-01/permintaan", EXHIBITOR.email),
        (f"{RFQ}/keputusan", EXHIBITOR.email),
        (f"{RFQ}/penawaran/PRD-01", BUYER.email),
        (f"{RFQ}/penawaran/PRD-01/kirim", BUYER.email),
    ):
        status, _, _ = await _send(gateway, path, email, {"batas": "2026-12-08"})
        assert status == 403, path
    assert behind.said == []
