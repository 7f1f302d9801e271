"""The pages of a running sample expo as each role opens them, in a real browser."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, async_playwright

PASSWORD = "pendopo-contoh"
PEOPLE = {
    "visitor": "",
    "buyer": "b-001@example.invalid",
    "exhibitor": "e-0001@example.invalid",
    "organiser": "penyelenggara@pendopo.invalid",
}
PUBLIC = (
    *("/", "/produk", "/produk?q=kopi", "/peserta/E-0001", "/acara", "/bantuan", "/masuk"),
    "/persetujuan",
)
EMPTY = ("/?q=tidak-ada-yang-ini", "/tidak-ada", "/luring")
ENGLISH = ("/en", "/en/products", "/en/exhibitors/E-0001", "/en/help")
SIGNED_IN = {
    "buyer": ("/temu", "/permintaan", "/kotak", "/data-saya", "/en/matches"),
    "exhibitor": (
        "/kesempatan",
        "/produk-saya",
        "/produk-saya/keikutsertaan",
        "/dokumen",
        "/kesiapan",
    ),
    "organiser": (
        *("/orang", "/impor", "/statistik", "/periksa-dokumen", "/dasbor", "/acara"),
        *("/aturan", "/bobot", "/pembeli", "/privasi"),
    ),
}
CHROMIUM = shutil.which("chromium")


def paths_of(person: str) -> tuple[str, ...]:
    """What somebody opens; visitors open what everybody may."""
    return (*PUBLIC, *EMPTY, *ENGLISH) if person == "visitor" else SIGNED_IN[person]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium, or the one that Playwright brought."""
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        await started.close()


@asynccontextmanager
async def signed_in(
    started: Browser, url: str, person: str, **how: Any
) -> AsyncIterator[BrowserContext]:
    """A browser of somebody who has signed in, without a service worker."""
    context = await started.new_context(base_url=url, service_workers="block", **how)
    if PEOPLE[person]:
        page = await context.new_page()
        await page.goto("/masuk")
        await page.get_by_label("Surel").fill(PEOPLE[person])
        await page.get_by_label("Kata sandi").fill(PASSWORD)
        await page.get_by_role("main").get_by_role("button", name="Masuk").click()
        await page.wait_for_load_state()
        await page.close()
    yield context
    await context.close()


async def settled(seconds: float = 0.3) -> None:
    """Let a page come to rest."""
    await asyncio.sleep(seconds)
