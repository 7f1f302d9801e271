"""axe-core finds nothing on the pages, by day on a phone and by night on a wide screen."""

from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from tests.browser.test_journeys import PAGES
from tests.integration.gateway.running import Gateway

STATES = ("/?q=tidak-ada", "/tidak-ada", "/luring", "/bantuan", "/en/products")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
async def test_no_page_breaks_a_rule_of_accessibility(
    chromium: Browser, gateway: Gateway, width: int, scheme: Literal["light", "dark"]
) -> None:
    broken: list[str] = []
    for email, paths in PAGES.items():
        context = await chromium.new_context(
            base_url=gateway.url,
            viewport={"width": width, "height": 844},
            color_scheme=scheme,
            service_workers="block",
        )
        name, _, secret = (await gateway.cookie(email))["cookie"].partition("=")
        await context.add_cookies([{"name": name, "value": secret, "url": gateway.url}])
        page = await context.new_page()
        for path in (*paths, *STATES):
            await page.goto(path)
            found = (await Axe().run(page)).response["violations"]
            broken += [
                f"{path}: {rule['id']} {[node['target'] for node in rule['nodes'][:3]]}"
                for rule in found
            ]
        await context.close()
    assert not broken, "\n".join(broken)
