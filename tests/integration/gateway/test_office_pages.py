"""The office's pages of rules and weights, and buyers' own terms."""

from collections.abc import Mapping

import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.office import rule
from tests.integration.gateway.running import BUYER, EXHIBITOR, OPS, ORGANISER, Gateway

EUDR = "/aturan/PRC-EUDR"


@pytest.fixture
def behind(office: Office) -> Behind:
    office.behind.office.told.clear()
    return office.behind


@pytest.fixture
def gateway(office: Office) -> Gateway:
    return office.gateway


async def _text(gateway: Gateway, path: str, email: str = ORGANISER, status: int = 200) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == status, path
        return await answer.text()


async def _posts(
    gateway: Gateway, path: str, form: Mapping[str, object], email: str = ORGANISER
) -> tuple[int, str, str]:
    headers = {**await gateway.cookie(email), **gateway.own_origin}
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", ""), await answer.text()


async def test_rules_are_listed_and_filtered_by_market(gateway: Gateway) -> None:
    everything = await _text(gateway, "/aturan")
    assert EUDR in everything
    assert "/aturan/LEG-KOP" in everything
    assert "Perlu dipastikan" in everything
    european = await _text(gateway, "/en/rules?pasar=X:EU")
    assert "/en/rules/PRC-EUDR" in european
    assert "/en/rules/LEG-KOP" not in european
    await _text(gateway, "/aturan", EXHIBITOR.email, status=403)


async def test_a_rule_shows_its_versions_by_date_and_how_far_a_change_has_got(
    gateway: Gateway,
) -> None:
    text = await _text(gateway, EUDR)
    versions = rule("PRC-EUDR")["versions"]
    assert text.count('<li class="panel stack">') == len(versions) > 1
    assert "30 dari 40 produk sudah dinilai ulang" in text
    assert versions[0]["source"][:20] in text
    assert 'id="revision"' not in text
    assert 'id="revision"' in await _text(gateway, f"{EUDR}?ubah=1")
    assert 'id="revision"' not in await _text(gateway, f"{EUDR}?ubah=99")
    assert 'id="revision"' not in await _text(gateway, f"{EUDR}?ubah=0", OPS)


def _form(place: str, **changes: object) -> dict[str, object]:
    """The form of the one version of LEG-KOP as it is shown."""
    kept = rule("LEG-KOP")["versions"][0]
    return {
        "urutan": place,
        "versi": "1",
        "nama": kept["name"],
        "nama_en": kept["name_en"],
        "penerbit": kept["issuer"],
        "tingkat": "B",
        "mengikat": "buyer",
        "bidang": kept["dimension"],
        "pemegang": kept["holder"],
        "dasar": "S",
        "sumber": "Permenkop 9/2018",
        "barang": "*",
        "pasar": "LM",
        "tindakan": "coba",
        **changes,
    }


async def test_a_change_is_tried_before_it_is_saved(gateway: Gateway, behind: Behind) -> None:
    status, _, text = await _posts(gateway, "/aturan/LEG-KOP", _form("baru", mulai="2027-03-01"))
    assert status == 200
    assert "480 produk akan dinilai ulang" in text
    assert "12 → <b>25</b>" in text
    assert "tidak lagi siap untuk Ritel modern" in text
    assert 'name="tindakan" value="simpan"' in text
    [(path, _, said)] = behind.office.told
    assert path == "/v1/rules/LEG-KOP/rehearsal?day=2027-03-01"
    before, after = said["versions"]
    assert before["valid_to"] == "2027-02-28"
    assert (after["valid_from"], after["source"]) == ("2027-03-01", "Permenkop 9/2018")
    assert (after["goods"], after["markets"], after["binds"]) == (["*"], ["LM"], "buyer")


async def test_a_change_is_saved_from_the_version_that_was_seen(
    gateway: Gateway, behind: Behind
) -> None:
    form = _form("0", tindakan="simpan", diperiksa_oleh="Dinas", diperiksa_pada="2026-11-20")
    status, location, _ = await _posts(gateway, "/aturan/LEG-KOP", form)
    assert (status, location) == (303, "/aturan/LEG-KOP?kabar=disimpan")
    [(path, seen, said)] = behind.office.told
    assert (path, seen) == ("/v1/rules/LEG-KOP", '"1"')
    [version] = said["versions"]
    assert (version["verified_by"], version["verified_on"]) == ("Dinas", "2026-11-20")


async def test_what_is_wrong_with_a_change_is_said_beside_what_was_typed(
    gateway: Gateway, behind: Behind
) -> None:
    form = _form("0", tindakan="simpan", mulai="2030-01-01")
    status, _, text = await _posts(gateway, "/aturan/LEG-KOP", form)
    assert status == 422
    assert "Tidak ada versi yang berlaku di antaranya." in text
    assert 'value="2030-01-01"' in text
    behind.office.told.clear()
    for form in (_form("baru"), _form("7"), _form("0", mulai="kemarin")):
        status, _, text = await _posts(gateway, "/aturan/LEG-KOP", form)
        assert status == 422
        assert 'id="refusal"' in text
    assert behind.office.told == []
    status, _, _ = await _posts(gateway, "/aturan/LEG-KOP", _form("0"), OPS)
    assert status == 403


WEIGHTS = {"goods": "40", "volume": "13", "price": "17", "papers": "10", "place": "4"} | {
    "terms": "8",
    "time": "8",
}


async def test_weights_are_tried_on_a_demand_and_then_set(gateway: Gateway, behind: Behind) -> None:
    assert "40% selesai" in await _text(gateway, "/bobot")
    form = WEIGHTS | {"versi": "4", "kebutuhan": "KEB-01", "tindakan": "coba"}
    status, _, text = await _posts(gateway, "/bobot", form)
    assert status == 200
    assert "6 → <b>1</b>" in text
    assert "PRD-09" in text
    status, location, _ = await _posts(gateway, "/bobot", form | {"tindakan": "simpan"})
    assert (status, location) == (303, "/bobot?kabar=disimpan")
    (tried, _, shares), (_, seen, kept) = behind.office.told
    assert tried.endswith("/matches/weights/preview?demand=KEB-01")
    assert seen == '"4"'
    assert kept == shares
    assert round(sum(shares.values()), 6) == 1
    await _text(gateway, "/bobot", BUYER.email, status=403)


async def test_a_weight_that_is_no_number_reaches_nobody(gateway: Gateway, behind: Behind) -> None:
    status, _, text = await _posts(gateway, "/bobot", WEIGHTS | {"goods": "banyak"})
    assert status == 422
    assert 'value="banyak"' in text
    assert behind.office.told == []


TERMS = "/pembeli/BUY-01/syarat"


async def test_a_buyer_tightens_and_waives_from_the_version_it_saw(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _text(gateway, TERMS, BUYER.email)
    assert "Dijual curah." in text
    form: dict[str, object] = {"versi": "2", "ada.0": "1", "minta.0": "PRC-EUDR", "hari.0": "60"}
    form |= {"ada.1": "1", "minta.1": "", "lepas.0": "1", "bebas.0": "PKG-EAN", "alasan.0": "Curah"}
    status, location, _ = await _posts(gateway, TERMS, form, BUYER.email)
    assert (status, location) == (303, f"{TERMS}?kabar=disimpan")
    [(_, seen, said)] = behind.office.told
    assert seen == '"2"'
    assert said == {
        "asks": [{"requirement": "PRC-EUDR", "least_days": 60, "checked": False}],
        "waivers": [{"requirement": "PKG-EAN", "reason": "Curah"}],
    }


async def test_law_is_not_offered_to_be_waived(gateway: Gateway) -> None:
    text = await _text(gateway, TERMS, BUYER.email)
    ways = text[text.index('name="bebas.0"') : text.index('name="alasan.0"')]
    assert 'value="PRC-EUDR"' not in ways
    assert 'value="PRC-EUDR"' in text


async def test_the_office_finds_every_buyers_terms(gateway: Gateway) -> None:
    assert TERMS in await _text(gateway, "/pembeli")
    await _text(gateway, TERMS)
    await _text(gateway, TERMS, EXHIBITOR.email, status=403)
