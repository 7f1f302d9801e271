"""Every page in both languages, signed in and out, with services there and away."""

import json
import re

import aiohttp
import pytest

from services.gateway.pages.language import PATHS, languages
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.outline import expect_well_made
from tests.integration.gateway.running import BUYER, EXHIBITOR, OPS, ORGANISER, VISITOR, Gateway

CODES = {
    "deal": {"code": "64b0000000000000000000d1"},
    "contact": {"code": "KOP-01"},
    "whatsapp": {"code": "KOP-01"},
    "pool": {"code": "KEB-01-1"},
    "rfq-form": {"code": "KEB-01"},
    "rfq": {"code": "KEB-01"},
    "quote": {"code": "KEB-01", "product": "PRD-01"},
    "product": {"code": "PRD-01"},
    "exhibitor": {"code": "KOP-01"},
    "readiness": {"code": "PRD-01"},
    "rule": {"code": "LEG-KOP"},
    "buyer-terms": {"code": "BUY-01"},
    "matches": {"code": "KEB-01"},
    "demand-change": {"code": "KEB-01"},
    "own-product": {"code": "PRD-01"},
    "own-paper": {"shelf": "products", "code": "PRD-01", "paper": "0123456789abcdef"},
    "edition": {"code": "h2o-2026"},
    "webhook": {"code": "64b0000000000000000000e1"},
    "talk": {"code": "64b0000000000000000000a1"},
    "import": {"kind": "products", "code": "64b000000000000000000001"},
}
WHO = {
    "gate-devices": ORGANISER,
    "dashboard": ORGANISER,
    "programme": ORGANISER,
    "announcements": ORGANISER,
    "talk": ORGANISER,
    "api-keys": ORGANISER,
    "webhooks": ORGANISER,
    "webhook": ORGANISER,
    "monitor": ORGANISER,
    "visitors": ORGANISER,
    "stand-scan": EXHIBITOR.email,
    "stand-sign": EXHIBITOR.email,
    "deals": ORGANISER,
    "deal": EXHIBITOR.email,
    "leads": EXHIBITOR.email,
    "contact": VISITOR,
    "whatsapp": VISITOR,
    "pools": EXHIBITOR.email,
    "pool": BUYER.email,
    "rfq-form": BUYER.email,
    "rfqs": EXHIBITOR.email,
    "rfq": BUYER.email,
    "quote": EXHIBITOR.email,
    "demands": BUYER.email,
    "matches": BUYER.email,
    "demand-form": BUYER.email,
    "demand-change": BUYER.email,
    "end-buyers": BUYER.email,
    "opportunities": EXHIBITOR.email,
    "readiness": EXHIBITOR.email,
    "standings": EXHIBITOR.email,
    "statistics": ORGANISER,
    "rules": ORGANISER,
    "rule": ORGANISER,
    "weights": ORGANISER,
    "buyers": ORGANISER,
    "buyer-terms": ORGANISER,
    "inbox": BUYER.email,
    "account": BUYER.email,
    "team": EXHIBITOR.email,
    "people": ORGANISER,
    "invite-all": ORGANISER,
    "own-products": EXHIBITOR.email,
    "own-product": EXHIBITOR.email,
    "searches": BUYER.email,
    "own-product-form": EXHIBITOR.email,
    "own-papers": EXHIBITOR.email,
    "own-paper": EXHIBITOR.email,
    "papers-to-check": ORGANISER,
    "editions": ORGANISER,
    "edition": ORGANISER,
    "edition-form": ORGANISER,
    "seating": ORGANISER,
    "seating-proposal": ORGANISER,
    "own-participation": EXHIBITOR.email,
    "imports": ORGANISER,
    "import": ORGANISER,
    "operations": OPS,
    "privacy": BUYER.email,
    "privacy-office": ORGANISER,
}
SENT = {
    "gate-activation",
    "gate-device",
    "gate-registration",
    "standing",
    "answers",
    "statement",
    "pool-proposal",
    "pool-step",
    "pool-answer",
    "rfq-cancel",
    "award",
    "quote-step",
    "deal-step",
    "deals-export",
    "lead",
    "reading",
    "theme",
    "sign-out",
    "wishes",
    "invitation-of",
    "own-password",
    "own-language",
    "own-sessions",
    "own-session",
    "assignment",
    "closing",
    "acting",
    "own-shelf",
    "own-picture",
    "own-cover",
    "own-paper-end",
    "paper-verdict",
    "import-columns",
    "search-end",
    "edition-template",
    "edition-joining",
    "seating-undo",
    "own-profile",
    "own-renewal",
    "own-whatsapp",
    "operations-switch",
    "api-key",
    "webhook-act",
    "operations-letter",
    "operations-retell",
    "own-erasure",
    "person-erasure",
    "receipt-end",
    "announcement-end",
}
OF_ONE_PERSON = {"person", "own-badge", "badge", "visitor", "erasure"}
OPENED_BY_A_LETTER = {"invitation", "sign-in-link", "new-password"}
NO_PAGES = {
    *("suggestions", "paper-file", "export", "own-export", "gate-app", "stand-app"),
    *("programme-calendar", "talk-calendar"),
}
OF_REAL_SERVICES = {"api", "api-operation"}
SHOWN = sorted(set(PATHS) - SENT - OPENED_BY_A_LETTER - OF_ONE_PERSON - NO_PAGES - OF_REAL_SERVICES)


async def _open(
    gateway: Gateway, path: str, email: str | None = None
) -> tuple[aiohttp.ClientResponse, str]:
    headers = await gateway.cookie(email) if email else {}
    async with gateway.client.get(path, headers=headers) as answer:
        return answer, await answer.text()


@pytest.mark.parametrize("code", ["id", "en"])
async def test_every_page_opens_and_is_well_made(gateway: Gateway, code: str) -> None:
    language = languages()["en" if code == "en" else "id"]
    for name in SHOWN:
        path = language.path(name, **CODES.get(name, {}))
        answer, text = await _open(gateway, path, WHO.get(name))
        assert answer.status == 200, (path, text)
        expect_well_made(text, code, path)


async def test_a_product_shows_price_steps_papers_and_when_they_end(gateway: Gateway) -> None:
    _, text = await _open(gateway, "/produk/PRD-01")
    for words in ("Rp68.500", "Rp62.500", "5.000 kg", "12 Januari 2099", "Kedaluwarsa"):
        assert words in text
    for words in ("Sudah diperiksa", "Dinyatakan sendiri", "Ditolak", "18.000 kg"):
        assert words in text


async def test_a_product_and_a_firm_tell_search_engines_what_they_are(gateway: Gateway) -> None:
    for path, code in (("/produk/PRD-01", "PRD-01"), ("/peserta/KOP-01", "KOP-01")):
        _, text = await _open(gateway, path)
        begun = text.partition('<script type="application/ld+json">')[2]
        told = json.loads(begun.partition("</script>")[0])
        assert told["name"] == f"</script><b>{code}", "no name ends the block that holds it"


async def test_a_search_is_kept_from_the_page_that_shows_it(
    gateway: Gateway, behind: Behind
) -> None:
    cookie = await gateway.cookie(BUYER.email)
    async with gateway.client.get("/produk?q=kopi&harga=90000", headers=cookie) as answer:
        shown = await answer.text()
    assert '<input type="hidden" name="harga" value="90000">' in shown
    form = {"nama": "Kopi murah", "q": "kopi", "harga": "90000"}
    headers = {**cookie, **gateway.own_origin}
    async with gateway.client.post(
        "/pencarian", data=form, headers=headers, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (303, "/pencarian")
    assert behind.said[-1][2] == {"name": "Kopi murah", "wish": {"q": "kopi", "price_max": "90000"}}
    async with gateway.client.get("/pencarian", headers=cookie) as answer:
        shown = await answer.text()
    assert 'href="/produk?q=kopi&amp;harga=90000"' in shown


async def test_a_product_shows_what_is_still_free(gateway: Gateway) -> None:
    _, text = await _open(gateway, "/produk/PRD-01")
    for words in ("Des 2026", "1.500", "1.100"):
        assert words in text


async def test_a_product_is_shown_by_its_picture_or_by_the_cloth_of_its_maker(
    gateway: Gateway,
) -> None:
    _, text = await _open(gateway, "/produk/PRD-01")
    assert "/api/v1/editions/h2o-2026/pictures/0123456789abcdef0123456789abcdef-800.webp" in text
    assert "-1600.webp 1067w" in text, "the width of a picture that is taller than wide"
    assert "oleh panitia, 2 November 2026" in text
    _, text = await _open(gateway, "/peserta/KOP-01")
    assert "Dinyatakan sendiri, belum diperiksa" in text, "a paper of the firm itself"
    _, text = await _open(gateway, "/produk/PRD-03")
    assert re.search(r'<div class="cloth motif-\d dye-\d', text)


async def test_a_match_shows_reasons_for_and_against_with_their_weight(gateway: Gateway) -> None:
    _, text = await _open(gateway, "/temu/KEB-01", BUYER.email)
    for words in ("HACCP belum ada.", "10 dari 20 poin", "35 dari 35 poin", "Menghambat"):
        assert words in text
    _, text = await _open(gateway, "/en/matches/KEB-01", BUYER.email)
    for words in ("HACCP is missing.", "10 of 20 points", "Against"):
        assert words in text


async def test_filters_narrow_the_hall_and_an_empty_result_says_what_to_do(
    gateway: Gateway,
) -> None:
    _, text = await _open(gateway, "/?kategori=perikanan")
    assert "Nelayan Bahari" in text
    assert "Batik Sukowati" not in text
    _, text = await _open(gateway, "/?q=tidak-ada")
    assert "Tampilkan semua peserta" in text


async def test_an_open_page_gets_only_what_changes_in_it(gateway: Gateway) -> None:
    asks = {"hx-request": "true"}
    for path in ("/?kategori=perikanan", "/produk?q=kopi", "/en/products?q=kopi"):
        async with gateway.client.get(path, headers=asks) as answer:
            text = await answer.text()
        assert answer.status == 200
        assert "hx-request" in answer.headers["vary"]
        assert "<header" not in text
        assert text.count('id="results"') == 1
        again = asks | {"hx-history-restore-request": "true"}
        async with gateway.client.get(path, headers=again) as whole:
            assert "<header" in await whole.text(), "going back needs the whole page"


async def test_what_people_type_is_shown_as_text(gateway: Gateway) -> None:
    _, text = await _open(gateway, "/produk?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


async def test_signed_out_one_is_asked_in_and_led_back(gateway: Gateway) -> None:
    answer, text = await _open(gateway, "/temu?setelah=x")
    assert answer.status == 401
    assert 'href="/masuk?lanjut=%2Ftemu%3Fsetelah%3Dx"' in text


@pytest.mark.parametrize(
    ("path", "email"),
    [("/impor", BUYER.email), ("/temu", VISITOR), ("/kesempatan", BUYER.email)],
)
async def test_a_page_for_others_says_so(gateway: Gateway, path: str, email: str) -> None:
    answer, text = await _open(gateway, path, email)
    assert answer.status == 403
    assert "Tidak boleh" in text


async def test_an_address_that_leads_nowhere_leads_back_to_the_hall(gateway: Gateway) -> None:
    for path, words in (("/nowhere", "Ke aula"), ("/en/nowhere", "To the hall")):
        answer, text = await _open(gateway, path)
        assert answer.status == 404
        assert words in text
    answer, _ = await _open(gateway, "/produk/TIDAK-ADA")
    assert answer.status == 404


async def test_a_code_never_reaches_into_another_address(gateway: Gateway, behind: Behind) -> None:
    await _open(gateway, "/")
    asked = len(behind.requests)
    for code in ("PRD-01%3Fq=1", "PRD-01%23x", "%C2%A0", "x" * 41):
        answer, _ = await _open(gateway, f"/produk/{code}")
        assert answer.status in (404, 422), code
    assert len(behind.requests) == asked


async def test_asking_for_a_pages_head_alone_is_answered_alike(gateway: Gateway) -> None:
    async with gateway.client.head("/produk") as answer:
        assert answer.status == 200
        assert await answer.read() == b""


async def test_with_the_services_away_a_page_says_so_and_what_still_works(
    gateway: Gateway, behind: Behind
) -> None:
    await _open(gateway, "/")
    cookie = await gateway.cookie(BUYER.email)
    await behind.go()
    for path, words in (
        ("/produk?q=belum", "Temu bisnis dan kotak masuk tetap bisa dipakai"),
        ("/kotak", "Peserta, produk, dan temu bisnis tetap bisa dipakai"),
        ("/temu", "Peserta, produk, dan kotak masuk tetap bisa dipakai"),
    ):
        async with gateway.client.get(path, headers=cookie) as answer:
            assert answer.status == 503
            assert answer.headers["retry-after"]
            assert words in await answer.text()
    for path in ("/masuk", "/"):  # the hall is remembered
        answer, _ = await _open(gateway, path)
        assert answer.status == 200


async def test_a_read_entry_is_marked_and_only_by_our_own_form(
    gateway: Gateway, behind: Behind
) -> None:
    cookie = await gateway.cookie(BUYER.email)
    path = f"/kotak/{behind.entries[0]['id']}/dibaca"
    async with gateway.client.post(path, headers=cookie) as answer:
        assert answer.status == 403
    assert not behind.entries[0]["read"]
    async with gateway.client.post(
        path, headers={**cookie, **gateway.own_origin}, allow_redirects=False
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (303, "/kotak")
    assert behind.entries[0]["read"]


async def test_a_person_chooses_in_the_inbox_how_to_be_told(
    gateway: Gateway, behind: Behind
) -> None:
    cookie = await gateway.cookie(BUYER.email)
    _, text = await _open(gateway, "/kotak", BUYER.email)
    assert 'name="surel" value="ya" checked' in text
    async with gateway.client.post(
        "/kotak/kabar",
        headers={**cookie, **gateway.own_origin},
        data={"bahasa": "en"},
        allow_redirects=False,
    ) as answer:
        assert (answer.status, answer.headers["location"]) == (303, "/kotak?kabar=disimpan")
    assert behind.wishes == {"mail": False, "language": "en"}
    _, text = await _open(gateway, "/kotak?kabar=disimpan", BUYER.email)
    assert "Pengaturan disimpan." in text
    assert 'name="surel" value="ya" checked' not in text


async def test_a_broken_wish_is_refused(gateway: Gateway, behind: Behind) -> None:
    cookie = await gateway.cookie(BUYER.email)
    async with gateway.client.post(
        "/kotak/kabar", headers={**cookie, **gateway.own_origin}, data={"bahasa": "xx"}
    ) as answer:
        assert answer.status == 422
    assert behind.wishes["language"] == "id"


async def test_the_services_are_asked_in_the_visitors_name(
    gateway: Gateway, behind: Behind
) -> None:
    await _open(gateway, "/kotak", BUYER.email)
    assert behind.requests[-1].headers["authorization"].startswith("Bearer ey")
    await _open(gateway, "/produk")
    assert "authorization" not in behind.requests[-1].headers
