"""The office gives stands in a real browser: by dragging, by keyboard, and without JavaScript."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from deploy.local.backends import Backends
from tests import trade
from tests.integration.gateway.expo import Expo, opened
from tests.integration.gateway.running import ORGANISER

WIDE = {"width": 1280, "height": 1000}


@pytest.fixture(scope="module")
async def expo(backends: Backends) -> AsyncIterator[Expo]:
    async with opened(backends) as expo:
        forms = [trade.exhibitor(f"PS-{n}", name=f"Koperasi {n}") for n in (1, 2)]
        yield await expo.opens("seated-here", *forms)


async def _page(chromium: Browser, expo: Expo, javascript: bool) -> Page:
    context = await chromium.new_context(
        base_url=expo.gateway.url,
        java_script_enabled=javascript,
        viewport=WIDE,  # type: ignore[arg-type]
    )
    name, _, secret = (await expo.gateway.cookie(ORGANISER))["cookie"].partition("=")
    await context.add_cookies([{"name": name, "value": secret, "url": expo.gateway.url}])
    page = await context.new_page()
    await page.goto(f"/denah/atur?edisi={expo.edition}")
    return page


async def test_a_stand_is_given_without_javascript(chromium: Browser, expo: Expo) -> None:
    page = await _page(chromium, expo, javascript=False)
    await page.get_by_role("link", name="Koperasi 1").click()
    await page.get_by_label("Stan", exact=True).select_option("A-02")
    await page.get_by_role("button", name="Tempatkan").click()
    await expect(page.get_by_text("Stan disimpan.")).to_be_visible()
    assert (await expo.stands())["PS-1"] == "A-02"

    await page.locator("#stan-A-02").click()
    await page.get_by_role("button", name="Kosongkan stan").click()
    await expect(page.get_by_text("Stan dikosongkan.")).to_be_visible()
    assert (await expo.stands())["PS-1"] is None
    await page.context.close()


async def test_a_stand_is_given_by_dragging_and_taken_back(chromium: Browser, expo: Expo) -> None:
    page = await _page(chromium, expo, javascript=True)
    waiting = page.get_by_role("link", name="Koperasi 1")
    await waiting.drag_to(page.locator("#stan-A-03"))
    await expect(page.get_by_text("Stan disimpan.")).to_be_visible()
    assert (await expo.stands())["PS-1"] == "A-03"
    await page.get_by_role("button", name="Batalkan").first.click()
    await expect(page.get_by_text("Pembagian itu dibatalkan.")).to_be_visible()
    assert (await expo.stands())["PS-1"] is None
    await page.context.close()


async def test_two_change_places_by_the_keyboard_alone(chromium: Browser, expo: Expo) -> None:
    page = await _page(chromium, expo, javascript=True)
    for name, stand in (("Koperasi 1", "A-01"), ("Koperasi 2", "A-02")):
        await page.get_by_role("link", name=name).focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowRight")
        if stand == "A-02":
            await page.keyboard.press("ArrowRight")
        await page.keyboard.press("Space")
        await expect(page.get_by_text("Stan disimpan.")).to_be_visible()
        await expect(page.locator(f"#stan-{stand}")).to_contain_text(name)
        await expect(page.locator(f"#stan-{stand}")).to_be_focused()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Batal.", exact=True)).to_be_attached()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Space")
    await expect(page.locator("#stan-A-01")).to_contain_text("Koperasi 2")
    assert await expo.stands() == {"PS-1": "A-02", "PS-2": "A-01"}
    await page.context.close()
