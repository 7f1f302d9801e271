"""A browser before a running gateway, with JavaScript and without."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.integration.gateway.behind import Behind
from tests.integration.gateway.running import Gateway

CHROMIUM = shutil.which("chromium")  # else the one that Playwright brought
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=15_000)  # what a page says counts here, not how soon a busy machine does


@pytest.fixture
async def behind() -> AsyncIterator[Behind]:
    async with Behind() as services:
        yield services


@pytest.fixture
async def gateway(
    mongo_url: str, amqp_url: str, database_name: str, behind: Behind
) -> AsyncIterator[Gateway]:
    async with Gateway.before(
        behind.url, mongo_url=mongo_url, amqp_url=amqp_url, database=database_name
    ) as running:
        yield running


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
async def context(
    request: pytest.FixtureRequest, chromium: Browser, gateway: Gateway
) -> AsyncIterator[BrowserContext]:
    context = await chromium.new_context(
        base_url=gateway.url,
        java_script_enabled=request.param == "with JavaScript",
        viewport={"width": 390, "height": 844},
    )
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext) -> Page:
    return await context.new_page()


@pytest.fixture
async def live_page(chromium: Browser, gateway: Gateway) -> AsyncIterator[Page]:
    """A page that runs JavaScript, whatever else is tried."""
    context = await chromium.new_context(base_url=gateway.url)
    yield await context.new_page()
    await context.close()
