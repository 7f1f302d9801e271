"""A buyer or broker states demands on the pages: tried first, posted, changed, closed, followed."""

from collections.abc import Mapping

import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import BUYER, EXHIBITOR, Gateway

EDITION = "/v1/editions/h2o-2026"
FORM = {
    "kode": "BUY-01-1a2b",
    "judul": "Keripik singkong",
    "kata": "keripik singkong; cassava chips",
    "kategori": "perkebunan",
    "volume": "2.000",
    "satuan": "kg",
    "tujuan": "3323",
    "pasar": "LM",
    "tempo": "30",
    "pembeli_akhir": "Toko Sari",
}


@pytest.fixture
def behind(office: Office) -> Behind:
    office.behind.said.clear()
    return office.behind


@pytest.fixture
def gateway(office: Office) -> Gateway:
    return office.gateway


async def _text(gateway: Gateway, path: str, email: str = BUYER.email, status: int = 200) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == status, path
        return await answer.text()


async def _posts(gateway: Gateway, path: str, form: Mapping[str, str]) -> tuple[int, str, str]:
    headers = {**await gateway.cookie(BUYER.email), **gateway.own_origin}
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def test_a_demand_is_tried_before_it_is_posted(gateway: Gateway, behind: Behind) -> None:
    status, _, text = await _posts(gateway, "/kebutuhan/baru", FORM | {"tindakan": "coba"})
    assert status == 200
    assert "17 produk akan cocok" in text
    assert 'value="Toko Sari"' in text
    status, onward, _ = await _posts(gateway, "/kebutuhan/baru", FORM | {"tindakan": "simpan"})
    assert (status, onward) == (303, "/temu/BUY-01-1a2b")
    (_, tried, _), (method, posted, said) = behind.said
    assert tried == f"{EDITION}/demands/trials"
    assert (method, posted) == ("POST", f"{EDITION}/demands")
    assert said["keywords"] == ["keripik singkong", "cassava chips"]
    assert (said["volume_per_month"], said["payment_days"]) == (2_000, 30)
    assert (said["buyer_code"], said["end_buyer"], said["market"]) == ("BUY-01", "Toko Sari", "LM")


async def test_a_demand_from_abroad_goes_to_a_country(gateway: Gateway, behind: Behind) -> None:
    await _posts(gateway, "/kebutuhan/baru", FORM | {"negara": "nl", "dokumen": "HALAL"})
    [(_, _, said)] = behind.said
    assert (said["destination"], said["market"], said["papers"]) == ("NL", "X:NL", ["HALAL"])


@pytest.mark.parametrize(("field", "value"), [("volume", "banyak"), ("mulai", "besok")])
async def test_what_cannot_be_read_is_said_and_reaches_nobody(
    gateway: Gateway, behind: Behind, field: str, value: str
) -> None:
    status, _, text = await _posts(gateway, "/kebutuhan/baru", FORM | {field: value})
    assert status == 422
    assert 'id="refusal"' in text
    assert f'value="{value}"' in text
    assert behind.said == []


async def test_a_demand_is_changed_from_the_version_that_was_seen_or_closed(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _text(gateway, "/kebutuhan/KEB-01")
    assert 'name="versi"' in text
    status, onward, _ = await _posts(gateway, "/kebutuhan/KEB-01", FORM | {"versi": "3"})
    assert (status, onward) == (303, "/temu/KEB-01")
    status, onward, _ = await _posts(gateway, "/kebutuhan/KEB-01", {"tindakan": "tutup"})
    assert (status, onward) == (303, "/temu")
    assert [(method, path) for method, path, _ in behind.said] == [
        ("PUT", f"{EDITION}/demands/KEB-01"),
        ("POST", f"{EDITION}/demands/KEB-01/withdrawal"),
    ]


async def test_end_buyers_are_shown_with_how_far_each_demand_is(gateway: Gateway) -> None:
    text = await _text(gateway, "/pembeli-akhir")
    for words in ("Toko Sari, Den Haag", "Untuk sendiri", "Menerima penawaran", "/temu/KEB-01"):
        assert words in text
    assert "Toko Sari, Den Haag" not in await _text(gateway, "/pembeli-akhir?cari=aneka")


async def test_only_who_buys_states_demands(gateway: Gateway) -> None:
    for path in ("/kebutuhan/baru", "/pembeli-akhir"):
        await _text(gateway, path, EXHIBITOR.email, status=403)
