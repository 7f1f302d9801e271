"""The pages about readiness: the gap report, answers and statements, standings, statistics."""

import re

import pytest

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.running import BUYER, EXHIBITOR, ORGANISER, VISITOR, Gateway


@pytest.fixture
def behind(office: Office) -> Behind:
    office.behind.gaps.told.clear()
    office.behind.requests.clear()
    return office.behind


@pytest.fixture
def gateway(office: Office) -> Gateway:
    return office.gateway


async def _text(gateway: Gateway, path: str, email: str, status: int = 200) -> str:
    async with gateway.client.get(path, headers=await gateway.cookie(email)) as answer:
        assert answer.status == status, path
        return await answer.text()


async def test_the_report_shows_law_first_and_what_is_not_sure_as_such(gateway: Gateway) -> None:
    text = await _text(gateway, "/produk/PRD-01/kesiapan?pasar=LM", EXHIBITOR.email)
    order = ["Wajib menurut hukum", "Diminta pembeli", "Perlu dipastikan", "Dianjurkan"]
    places = [text.index(f">{title} <small>") for title in order]
    assert places == sorted(places)
    assert "Nomor Induk Berusaha (NIB)" in text
    assert "Badan hukum koperasi" in text[places[2] : places[3]]
    assert "Di sini sekarang" not in text
    english = await _text(gateway, "/en/products/PRD-01/readiness?pasar=LM", EXHIBITOR.email)
    assert "Business identification number" in english
    assert "this is no statement of law" in english


async def test_the_radar_has_its_figures_in_a_table_too(gateway: Gateway) -> None:
    text = await _text(gateway, "/produk/PRD-01/kesiapan", EXHIBITOR.email)
    start = text.index('<svg class="radar"')
    svg = text[start : text.index("</svg>", start)]
    assert len(re.findall("<text ", svg)) == 5
    assert 'role="img" aria-labelledby="radar"' in svg
    assert re.search(r"\d dari \d", text[text.index("</svg>") :])


async def test_what_if_is_told_as_supposed(gateway: Gateway) -> None:
    path = "/produk/PRD-01/kesiapan?pasar=LM&seandainya=NIB&seandainya=GTIN"
    text = await _text(gateway, path, EXHIBITOR.email)
    assert "seolah-olah sudah ada NIB, GTIN" in text
    law = text[text.index(">Wajib menurut hukum <small>") : text.index(">Diminta pembeli <small>")]
    assert "Nomor Induk Berusaha (NIB)" not in law


async def test_a_buyer_sees_what_is_missing_for_its_demand_and_cannot_write(
    gateway: Gateway, behind: Behind
) -> None:
    text = await _text(gateway, "/produk/PRD-01/kesiapan?kebutuhan=KEB-01", BUYER.email)
    assert "Pembeli ini memintanya." in text
    assert '<form method="post" action="/produk' not in text
    assert "Tangga pasar" not in text
    asked = [request.path for request in behind.requests]
    assert not any(path.endswith(("/ladder", "/dossier")) for path in asked)


async def _posts(gateway: Gateway, path: str, form: dict[str, str]) -> tuple[int, str]:
    headers = {**await gateway.cookie(EXHIBITOR.email), **gateway.own_origin}
    async with gateway.client.post(
        path, headers=headers, data=form, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("location", "")


HIDDEN = {"peserta": "KOP-01", "versi_product": "3", "versi_firm": "5", "pasar": "LM"}


async def test_answers_go_where_they_belong_with_the_version_that_was_seen(
    gateway: Gateway, behind: Behind
) -> None:
    form = HIDDEN | {"product.home_made": "ya", "firm.micro_small": "tidak"}
    status, location = await _posts(gateway, "/produk/PRD-01/kesiapan/jawaban", form)
    assert (status, location) == (303, "/produk/PRD-01/kesiapan?kabar=dijawab&pasar=LM")
    base = "/v1/editions/h2o-2026/readiness"
    assert sorted(behind.gaps.told) == [
        (f"{base}/exhibitors/KOP-01/answers", '"5"', {"answers": {"micro_small": False}}),
        (f"{base}/products/PRD-01/answers", '"3"', {"answers": {"home_made": True}}),
    ]


async def test_an_answer_can_be_changed_and_taken_back(gateway: Gateway, behind: Behind) -> None:
    text = await _text(gateway, "/produk/PRD-01/kesiapan?pasar=LM", EXHIBITOR.email)
    assert 'name="product.home_made" value="tidak" checked' in text
    form = HIDDEN | {"product.home_made": "belum"}
    await _posts(gateway, "/produk/PRD-01/kesiapan/jawaban", form)
    [(_, seen, told)] = behind.gaps.told
    assert (seen, told) == ('"3"', {"answers": {"home_made": None}})


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("diurus", {"state": "in_progress", "note": "", "expected": "2027-02-01"}),
        ("ada", {"state": "held", "note": "", "expires": "2027-02-01"}),
    ],
)
async def test_a_statement_says_until_when(
    gateway: Gateway, behind: Behind, state: str, expected: dict[str, str]
) -> None:
    form = {"keadaan": state, "tanggal": "2027-02-01", "syarat": "PKG-LABEL"}
    path = "/produk/PRD-01/kesiapan/pernyataan"
    status, location = await _posts(gateway, path, HIDDEN | form | {"kebutuhan": "KEB-01"})
    assert (status, location) == (303, "/produk/PRD-01/kesiapan?kabar=dicatat&kebutuhan=KEB-01")
    [(where, seen, told)] = behind.gaps.told
    assert where.endswith("/products/PRD-01/statements/PKG-LABEL")
    assert (seen, told) == ('"3"', expected)


@pytest.mark.parametrize(
    "form", [{"keadaan": "entah"}, {"keadaan": "ada", "pemegang": "siapa"}, {}]
)
async def test_a_broken_statement_reaches_nobody(
    gateway: Gateway, behind: Behind, form: dict[str, str]
) -> None:
    status, _ = await _posts(gateway, "/produk/PRD-01/kesiapan/pernyataan", HIDDEN | form)
    assert status == 422
    assert behind.gaps.told == []


async def test_an_exhibitor_sees_all_its_products_on_the_ladder(gateway: Gateway) -> None:
    text = await _text(gateway, "/kesiapan", EXHIBITOR.email)
    assert "/produk/PRD-01/kesiapan?pasar=LM" in text
    assert "Sedang dinilai; muat ulang sebentar lagi." in text
    await _text(gateway, "/kesiapan", BUYER.email, status=403)


async def test_the_office_sees_who_lacks_what_and_which_paper_opens_most(gateway: Gateway) -> None:
    text = await _text(gateway, "/statistik?pasar=X:EU", ORGANISER)
    for words in ("Uni Eropa", "Nomor Kontrol Veteriner", "Rp125.000.000", "3 produk masih"):
        assert words in text
    text = await _text(gateway, "/statistik?pasar=LM&syarat=PRC-NKV", ORGANISER)
    for words in ("Kabupaten Temanggung", "Hasil perkebunan", "12 produk dari 7 peserta"):
        assert words in text
    await _text(gateway, "/statistik", EXHIBITOR.email, status=403)


async def test_a_visitor_is_not_shown_what_a_product_lacks(gateway: Gateway) -> None:
    await _text(gateway, "/produk/PRD-01/kesiapan", VISITOR, status=403)
