"""What people do on the pages, in a real browser, with JavaScript and without it."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from contracts.notifications import EntryWritten
from kernel.bus import Bus
from kernel.envelope import Envelope
from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import BUYER, EXHIBITOR, ORGANISER, PASSWORD, Gateway

PAGES = {
    BUYER.email: ("/temu", "/temu/KEB-01", "/en/matches/KEB-01", "/kotak", "/en"),
    EXHIBITOR.email: ("/", "/produk", "/produk/PRD-01", "/peserta/KOP-01", "/kesempatan", "/masuk"),
    ORGANISER: ("/impor", "/impor/products/64b000000000000000000001"),
}


async def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    await page.get_by_label("Surel").fill(email)
    await page.get_by_label("Kata sandi").fill(password)
    await page.get_by_role("main").get_by_role("button", name="Masuk").click()


async def test_a_buyer_signs_in_reads_why_products_fit_and_opens_the_inbox(page: Page) -> None:
    await page.goto("/temu")
    await page.get_by_role("main").get_by_role("link", name="Masuk").click()
    await sign_in(page, BUYER.email, "salah")
    await expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    await sign_in(page, BUYER.email)

    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Kebutuhan dan produk yang cocok"
    )
    await page.get_by_role("link", name="Robusta fine, biji hijau").click()
    best = page.get_by_role("listitem").filter(has_text="Robusta Temanggung").first
    await expect(best).to_contain_text("83")
    await expect(best).to_contain_text("HACCP belum ada.")

    await page.get_by_role("link", name="Kotak masuk").click()
    await expect(page.get_by_text("1 belum dibaca")).to_be_visible()
    await page.get_by_role("button", name="Tandai sudah dibaca").click()
    await expect(page.get_by_text("0 belum dibaca")).to_be_visible()

    await page.get_by_text("Menu", exact=True).click()
    await page.get_by_role("button", name="Keluar").click()
    await expect(page.get_by_role("link", name="Masuk")).to_be_visible()


async def test_an_exhibitor_sees_opportunities_for_its_products(page: Page) -> None:
    await page.goto("/masuk")
    await sign_in(page, EXHIBITOR.email)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kesempatan untuk produk Anda")
    await page.get_by_role("link", name="Robusta Temanggung").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Robusta Temanggung")


async def test_a_visitor_filters_the_hall_and_changes_the_language(page: Page) -> None:
    await page.goto("/")
    await page.locator("#kategori-perikanan").click()
    await expect(page.get_by_role("heading", name="1 peserta")).to_be_visible()
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", name="1 exhibitor")).to_be_visible()
    await page.get_by_role("link", name="Koperasi Nelayan Bahari").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Nelayan Bahari")


async def test_a_secretary_checks_a_spreadsheet_and_then_saves_it(
    page: Page, behind: Behind, tmp_path: Path
) -> None:
    sheet = tmp_path / "produk.csv"
    sheet.write_text("kode;nama\nPRD-1;Kopi\n", encoding="utf-8")
    await page.goto("/impor")
    await page.get_by_role("main").get_by_role("link", name="Masuk").click()
    await sign_in(page, ORGANISER)

    await page.get_by_label("Jenis data").select_option("Produk")
    await page.get_by_label("Berkas").set_input_files(sheet)
    await page.get_by_role("button", name="Unggah").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hasil pemeriksaan")
    row = page.get_by_role("row").filter(has_text="kategori")
    await expect(row).to_contain_text("1187")
    await expect(row).to_contain_text("Kategori ini tidak dikenal")
    assert behind.job["dry_run"]

    await page.get_by_role("button", name="baris yang benar").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Impor selesai")
    assert not behind.job["dry_run"]


async def test_news_appears_on_the_open_inbox_by_itself(
    live_page: Page, behind: Behind, amqp_url: str
) -> None:
    await live_page.goto("/masuk?lanjut=/kotak")
    await sign_in(live_page, BUYER.email)
    await expect(live_page.get_by_text("Langsung: kabar baru muncul sendiri")).to_be_visible()

    behind.entries.insert(0, {**behind.entries[0], "id": "f" * 24, "title": "3 produk cocok"})
    bus = Bus(amqp_url, "notifications")
    await bus.connect()
    fact = EntryWritten(
        subject="f" * 24,
        version=1,
        edition="h2o-2026",
        party=BUYER.party,
        occasion="demand-matches",
        count=3,
        title="3 produk cocok",
        title_en="3 products fit",
    )
    await bus.publish([Envelope.of(fact, "notifications")])
    await expect(live_page.get_by_role("link", name="3 produk cocok")).to_be_visible(timeout=2000)
    await expect(live_page.get_by_text("2 belum dibaca")).to_be_visible()
    await bus.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1440, "light")])
async def test_no_page_needs_scrolling_sideways_or_breaks_a_rule_of_its_policy(
    chromium: Browser, gateway: Gateway, width: int, scheme: Literal["light", "dark"]
) -> None:
    for email, paths in PAGES.items():
        context = await chromium.new_context(
            base_url=gateway.url,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
        )
        name, _, secret = (await gateway.cookie(email))["cookie"].partition("=")
        await context.add_cookies([{"name": name, "value": secret, "url": gateway.url}])
        page = await context.new_page()
        for path in paths:
            await page.goto(path)
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path, width, wide)
            assert [said.text for said in await page.console_messages()] == [], path
        await context.close()


GROWN = """() => {
  document.documentElement.style.fontSize = "200%";
  const grown = "main :is(h1, h2, h3, label, legend, dt, dd, th, td, a, button, summary, p, li)";
  for (const one of document.querySelectorAll(grown)) {
    const words = [...one.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (words) words.data = "ketidakbertanggungjawabannyasejakdahulunya " + words.data;
  }
  return document.documentElement.scrollWidth - innerWidth;
}"""


async def test_long_words_and_letters_twice_as_large_need_no_scrolling_sideways(
    chromium: Browser, gateway: Gateway
) -> None:
    too_wide = {}
    office = (*PAGES[ORGANISER], "/acara", "/dasbor", "/pengumuman", "/kunci-api")
    for email, paths in {**PAGES, ORGANISER: office}.items():
        context = await chromium.new_context(
            base_url=gateway.url,
            viewport={"width": 390, "height": 844},
            bypass_csp=True,
            service_workers="block",
        )
        name, _, secret = (await gateway.cookie(email))["cookie"].partition("=")
        await context.add_cookies([{"name": name, "value": secret, "url": gateway.url}])
        page = await context.new_page()
        for path in paths:
            await page.goto(path)
            if (wide := await page.evaluate(GROWN)) > 0:
                too_wide[path] = wide
        await context.close()
    assert not too_wide


async def test_the_skip_link_comes_first_and_leads_to_the_content(live_page: Page) -> None:
    await live_page.goto("/")
    await live_page.keyboard.press("Tab")
    await expect(live_page.get_by_role("link", name="Langsung ke isi")).to_be_focused()
    await live_page.keyboard.press("Enter")
    await expect(live_page.get_by_role("main")).to_be_focused()
