"""What a visit to a running sample expo costs, and how soon it is seen: `… web URL [seconds]`.

Bytes and requests as the browser counts them, first paint at 400 kbit/s and 400 ms with a CPU
slowed 4×, and what 200 pages a second take. Each time stands beside that of a page of one line.
"""

import asyncio
import math
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from playwright.async_api import Browser, BrowserContext

from benchmarks.pages import browser, settled, signed_in
from benchmarks.report import Figure, show

PATHS = ("/", "/produk", "/peserta/E-0001", "/bantuan", "/en")
ONE_LINE = "/livez"
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
CPU_SLOWED = 4
RUNS = 3
PAGES_PER_SECOND = 200
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


@dataclass
class Traffic:
    """What came over the wire for one page."""

    requests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def note_request(self, event: dict[str, Any]) -> None:
        self.requests[event["requestId"]] = event["request"]["url"]

    def note_end(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    @property
    def travelled(self) -> int:
        return sum(size > 0 for size in self.sizes.values())

    @property
    def scripts(self) -> int:
        return sum(size for key, size in self.sizes.items() if self.requests[key].endswith(".js"))


async def main(url: str, seconds: float) -> None:
    """Print all figures."""
    figures: list[Figure] = []
    async with browser() as started:
        floor = await _paint(started, url, ONE_LINE)
        for path in PATHS:
            figures += await _weight(started, url, path)
        for path in PATHS:
            cold, warm = await _paint(started, url, path)
            figures.append(
                Figure(f"first paint {path}", cold, "ms", floor[0], "one line", "≤ 1300")
            )
            figures.append(Figure(f"  again {path}", warm, "ms", floor[1], "one line", "≤ 900"))
    figures += await _rendering(url, seconds)
    show(figures)


async def _weight(started: Browser, url: str, path: str) -> list[Figure]:
    async with signed_in(started, url, "visitor") as context:
        first = await _traffic(context, path)
        again = await _traffic(context, path)
    part = await _size(url, path, {"hx-request": "true"})
    floor = await _size(url, path, {})
    kib, is_floor = 1024.0, "the page alone"
    return [
        Figure(f"first flight {path}", floor, "B", floor, is_floor, "≤ 14600"),
        Figure(
            f"  first visit ({first.travelled} requests)",
            first.total / kib,
            "KiB",
            floor / kib,
            is_floor,
            "≤ 45, ≤ 6",
        ),
        Figure("  scripts", first.scripts / kib, "KiB", floor / kib, is_floor, "≤ 18"),
        Figure(
            f"  again ({again.travelled} requests)",
            again.total / kib,
            "KiB",
            floor / kib,
            is_floor,
            "≤ 5",
        ),
        Figure("  what changes", part / kib, "KiB", floor / kib, is_floor, "≤ 2.5"),
    ]


async def _traffic(context: BrowserContext, path: str) -> Traffic:
    page, traffic = await context.new_page(), Traffic()
    session = await context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", traffic.note_request)
    session.on("Network.loadingFinished", traffic.note_end)
    await session.send("Network.enable")
    await page.goto(path, wait_until="networkidle")
    await settled()
    await page.close()
    return traffic


async def _size(url: str, path: str, headers: dict[str, str]) -> int:
    asked = {"accept-encoding": "br", **headers}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as http,
        http.get(url + path, headers=asked) as answer,
    ):
        answer.raise_for_status()
        return len(await answer.read())


async def _paint(started: Browser, url: str, path: str) -> tuple[float, float]:
    """Milliseconds to the first paint: for the first time, and again."""
    runs = [await _paints(started, url, path) for _ in range(RUNS)]
    cold, warm = zip(*runs, strict=True)
    return statistics.median(cold), statistics.median(warm)


async def _paints(started: Browser, url: str, path: str) -> tuple[float, float]:
    async with signed_in(started, url, "visitor") as context:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        await session.send("Network.emulateNetworkConditions", SLOW)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
        found = []
        for _ in range(2):
            await page.goto(path, wait_until="load")
            await settled()
            found.append(float(await page.evaluate(FIRST_PAINT)))
            await page.goto("about:blank")
        return found[0], found[1]


async def _rendering(url: str, seconds: float) -> list[Figure]:
    """The slowest of 100 answers while 200 are asked for each second; a refusal takes forever."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        floor = await _p99(http, url + ONE_LINE, seconds)
        found = [(path, await _p99(http, url + path, seconds)) for path in ("/", "/bantuan")]
    return [
        Figure(f"p99 at {PAGES_PER_SECOND}/s {path}", p99, "ms", floor, "one line", "≤ 25")
        for path, p99 in found
    ]


async def _p99(http: aiohttp.ClientSession, address: str, seconds: float) -> float:
    async def timed(after: float) -> float:
        await asyncio.sleep(after)
        began = time.perf_counter()
        async with http.get(address) as answer:
            await answer.read()
        return (time.perf_counter() - began) * 1000 if answer.status == 200 else math.inf

    asked = range(int(seconds * PAGES_PER_SECOND))
    times = await asyncio.gather(*(timed(number / PAGES_PER_SECOND) for number in asked))
    return sorted(times)[int(0.99 * len(times))]


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 10.0))
