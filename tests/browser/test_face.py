"""What JavaScript adds to the pages: filters in place, words while typing, reading offline."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.integration.gateway.running import Gateway


@pytest.fixture
async def device(chromium: Browser, gateway: Gateway) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(
        base_url=gateway.url, viewport={"width": 390, "height": 844}
    )
    yield context
    await context.close()


@pytest.fixture
async def phone(device: BrowserContext) -> Page:
    return await device.new_page()


async def test_a_filter_changes_the_list_in_place_and_the_address_says_it(phone: Page) -> None:
    await phone.goto("/")
    await phone.evaluate("window.isSamePage = true")
    chip = phone.locator("#kategori-perikanan")
    await chip.click()
    await expect(phone).to_have_url("/?kategori=perikanan")
    await expect(phone.get_by_text("Batik Sukowati")).to_have_count(0)
    await expect(phone.get_by_role("status").get_by_text("peserta ditemukan")).to_be_attached()
    await expect(chip).to_be_focused()
    assert await phone.evaluate("window.isSamePage")
    await phone.go_back()
    await expect(phone.get_by_text("Batik Sukowati").first).to_be_visible()


async def test_what_fails_to_load_says_so_and_can_be_tried_again(phone: Page) -> None:
    await phone.goto("/")
    await phone.route("**/?kategori=*", lambda route: route.abort())
    await phone.locator("#kategori-perikanan").click()
    await expect(phone.get_by_role("alert")).to_contain_text("Gagal memuat")
    await expect(phone.get_by_text("Batik Sukowati").first).to_be_visible()
    await phone.unroute("**/?kategori=*")
    await phone.get_by_role("button", name="Coba lagi").click()
    await expect(phone).to_have_url("/?kategori=perikanan")
    await expect(phone.get_by_role("alert")).to_have_count(0)


async def test_the_theme_changes_at_once_and_stays(phone: Page) -> None:
    await phone.goto("/bantuan")
    async with phone.expect_response("**/tema"):
        await phone.get_by_role("button", name="Ubah ke tema gelap").click()
    await expect(phone.locator("html")).to_have_attribute("data-theme", "dark")
    await phone.reload()
    await expect(phone.locator("html")).to_have_attribute("data-theme", "dark")
    await expect(phone.get_by_role("button", name="Ubah ke tema terang")).to_be_visible()


async def test_pages_that_were_opened_are_read_without_a_network(
    phone: Page, device: BrowserContext
) -> None:
    await phone.goto("/")
    await phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await phone.goto("/produk/PRD-01")
    await phone.wait_for_function(
        "caches.open('pages-1').then((cache) => cache.keys()).then((kept) => kept.length > 0)"
    )
    await device.set_offline(True)
    await phone.goto("/produk/PRD-01")
    await expect(phone.get_by_text("Rp68.500").first).to_be_visible()
    await expect(phone.get_by_text("Halaman ini disimpan pada")).to_be_visible()
    await phone.goto("/peserta/KOP-01")
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Tidak ada jaringan")
    await expect(phone.get_by_role("main").get_by_role("link")).to_have_count(1)
