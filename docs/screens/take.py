"""Takes the pictures beside it from a running sample expo: `python -m docs.screens.take URL`."""

import asyncio
import io
import itertools
import sys
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import BrowserContext

from benchmarks.pages import browser, settled, signed_in

HERE = Path(__file__).parent
PAGES = {
    "hall": ("visitor", "/"),
    "products": ("visitor", "/produk"),
    "exhibitor": ("visitor", "/peserta/E-0001"),
    "demands": ("buyer", "/temu"),
}
SIZES = {"phone": (390, 844), "desk": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
QUALITY = 45


async def main(url: str) -> None:
    """Every page at both sizes in both schemes."""
    async with browser() as started:
        for (name, (person, path)), scheme in itertools.product(PAGES.items(), SCHEMES):
            async with signed_in(started, url, person, color_scheme=scheme) as context:
                for size in SIZES:
                    await _take(context, path, size, HERE / f"{name}-{size}-{scheme}.webp")


async def _take(context: BrowserContext, path: str, size: str, file: Path) -> None:
    width, height = SIZES[size]
    page = await context.new_page()
    await page.set_viewport_size({"width": width, "height": height})
    await page.goto(path, wait_until="networkidle")
    await page.reload(wait_until="networkidle")  # the first sight of a page may go without our font
    await settled()
    picture = Image.open(io.BytesIO(await page.screenshot()))
    picture.convert("RGB").save(file, quality=QUALITY, method=6)
    await page.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
