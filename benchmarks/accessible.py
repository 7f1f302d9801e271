"""axe-core over every page × theme × width of a running sample expo: `… accessible URL`.

Prints each violation and exits with 1 where there is one.
"""

import asyncio
import itertools
import sys
from typing import Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext

from benchmarks.pages import PEOPLE, browser, paths_of, signed_in

WIDTHS = (320, 390, 768, 1440)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


async def main(url: str) -> int:
    """How many violations there are."""
    found = states = 0
    async with browser() as started:
        for person, scheme in itertools.product(PEOPLE, SCHEMES):
            async with signed_in(started, url, person, color_scheme=scheme) as context:
                for path, width in itertools.product(paths_of(person), WIDTHS):
                    found += await _violations(context, path, width)
                    states += 1
    print(f"{states} states of pages, {found} violations")
    return found


async def _violations(context: BrowserContext, path: str, width: int) -> int:
    page = await context.new_page()
    await page.set_viewport_size({"width": width, "height": 844})
    await page.goto(path)
    result = await Axe().run(page)
    for violation in result.response["violations"]:
        nodes = [node["target"] for node in violation["nodes"]]
        print(f"{path} at {width}: {violation['id']} ({violation['impact']}): {nodes[:3]}")
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if wide:
        print(f"{path} at {width}: scrolls sideways")
    await page.close()
    return len(result.response["violations"]) + bool(wide)


if __name__ == "__main__":
    sys.exit(bool(asyncio.run(main(sys.argv[1]))))
