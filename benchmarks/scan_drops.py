"""Whether a gate's page loses a scan when answers, pages and the whole browser are taken from it.

    python -m benchmarks.scan_drops [--faults 1000]

Between the page and the gateway stands a proxy that cuts connections before the gateway hears of
anything, cuts them after it has answered, or says 503; meanwhile the page is reloaded, its process
crashed and the browser killed. Every scan that the page has shown as kept must reach the gateway,
and count once.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web
from playwright.async_api import BrowserContext, Error, Page, Playwright, async_playwright

from benchmarks.stage import Stage, sample_edition, stage
from sample.__main__ import main as write_sample

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NOTING = 'addEventListener("scan-kept", ({detail}) => kept(detail.badge, detail.sequence))'
SETTLED_SECONDS = 40.0
OF_THIS_HOP = ("connection", "content-encoding", "content-length", "date", "transfer-encoding")


class Flaky:
    """A proxy that loses check-ins on their way there, on their way back, or altogether."""

    def __init__(self, target: str, seed: int) -> None:
        self.faults: Counter[str] = Counter()
        self.is_flaky = True
        self._target, self._random = target, random.Random(seed)

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(auto_decompress=False)
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.close()
        await self._runner.cleanup()

    async def _pass(self, request: web.Request) -> web.Response:
        fault = self._fault(request)
        if fault == "cut before":
            return self._cut(request)
        if fault == "503":
            return web.json_response({"code": "unavailable"}, status=503)
        async with self._client.request(
            request.method,
            self._target + request.path_qs,
            headers=request.headers,
            data=await request.read(),
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
        if fault == "cut after":
            return self._cut(request)
        kept = [(n, v) for n, v in answer.headers.items() if n.lower() not in OF_THIS_HOP]
        if coding := answer.headers.get("content-encoding"):
            kept.append(("content-encoding", coding))
        return web.Response(status=answer.status, body=body, headers=kept)

    def _fault(self, request: web.Request) -> str:
        if request.path != "/api/v1/check-ins" or not self.is_flaky:
            return ""
        fault = self._random.choices(("cut before", "cut after", "503", ""), (4, 4, 2, 2))[0]
        if fault:
            self.faults[fault] += 1
        return fault

    def _cut(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@dataclass
class Phone:
    """A browser with a profile on disk, which may be killed and comes back to the same page."""

    playwright: Playwright
    folder: Path
    url: str
    token: str
    kept: set[tuple[str, int]] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)

    async def switch_on(self) -> None:
        """Start the browser and open the gate's page."""
        self._context: BrowserContext = await self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=ARGUMENTS, base_url=self.url
        )
        cookie = {"name": "pendopo_gate", "value": self.token, "url": self.url}
        await self._context.add_cookies([cookie])  # type: ignore[list-item]
        await self._context.expose_binding("kept", self._note)
        await self._context.add_init_script(NOTING)
        self.page: Page = self._context.pages[0]
        await self.open()

    async def _note(self, _source: Any, badge: str, sequence: int) -> None:
        self.kept.add((badge, int(sequence)))

    async def open(self) -> None:
        await self.page.goto("/gerbang", wait_until="commit")
        await self.page.wait_for_selector("[data-ready]", timeout=15_000)

    async def scan(self, badge: str) -> None:
        """Type a code and send it off, without waiting for anything."""
        await self.page.evaluate(
            """badge => {
              const form = document.querySelector("[data-typed]");
              form.elements.kode.value = badge;
              form.requestSubmit();
            }""",
            badge,
        )

    async def reload(self) -> None:
        self.faults["reload"] += 1
        await self.open()

    async def crash(self) -> None:
        """Let the page's process end as if it had crashed, and open another."""
        self.faults["crash"] += 1
        crashed = self.page
        with suppress(Error):
            await crashed.goto("chrome://crash", timeout=2000)
        self.page = await self._context.new_page()
        with suppress(Error):
            await crashed.close()
        await self.open()

    async def kill(self) -> None:
        """Kill the whole browser, and start it again on the same profile."""
        self.faults["kill"] += 1
        for process in _processes(self.folder):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with suppress(Error):
            await self._context.close()
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()
        await self.switch_on()

    async def unsent(self) -> str:
        """What the page says of its queue."""
        return await self.page.locator("[data-queue]").inner_text()

    async def switch_off(self) -> None:
        await self._context.close()


def _processes(folder: Path) -> list[int]:
    """The browser's processes, known by the profile that we gave it."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if f"--user-data-dir={folder}".encode() in process.read_bytes().split(b"\0"):
                found.append(int(process.parent.name))
    return found


async def torment(phone: Phone, proxy: Flaky, badges: list[str], faults: int, seed: int) -> int:
    """Scan on until so many faults were forced, then let everything through; how many scans."""
    chance, scans = random.Random(seed), 0
    ends = {phone.reload: 60, phone.crash: 4, phone.kill: 1}
    while sum(proxy.faults.values()) + sum(phone.faults.values()) < faults:
        for _ in range(chance.randint(1, 4)):
            await phone.scan(badges[scans % len(badges)])
            scans += 1
        await asyncio.sleep(chance.choice((0, 0, 0.01, 0.04)))
        if chance.random() < 0.15:
            [end] = chance.choices(list(ends), list(ends.values()))
            await end()
    await phone.kill()
    proxy.is_flaky = False
    await phone.reload()
    deadline = time.perf_counter() + SETTLED_SECONDS
    while "Semua terkirim" not in await phone.unsent():
        assert time.perf_counter() < deadline, await phone.unsent()
        await asyncio.sleep(0.1)
    return scans


async def measure(faults: int) -> None:
    """Play it against a whole local stack and print what became of every scan."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(["h2o-2022", "--out", folder])
        async with stage() as there, async_playwright() as playwright:
            edition = "h2o-2022"
            await there.ask(
                "POST", "editions", json=sample_edition(Path(folder) / edition, edition)
            )
            badges, token = await _prepared(there, edition)
            async with Flaky(there.url, seed=7) as proxy:
                phone = Phone(playwright, Path(folder) / "profile", proxy.url, token)
                began = time.perf_counter()
                await phone.switch_on()
                scans = await torment(phone, proxy, badges, faults, seed=7)
                seconds = time.perf_counter() - began
                await phone.switch_off()
            found = await there.database("gateway")["scans"].find().to_list(None)
    arrived = {(one["badge"], one["sequence"]) for one in found}
    print(f"{sum((proxy.faults + phone.faults).values())} faults in {seconds:.0f} s:")
    print("  " + ", ".join(f"{n} × {what}" for what, n in (proxy.faults + phone.faults).items()))
    print(f"{scans} codes typed, {len(phone.kept)} shown as kept, {len(arrived)} arrived")
    print(f"lost: {len(phone.kept - arrived)}, twice: {len(found) - len(arrived)}")
    assert phone.kept <= arrived
    assert len(found) == len(arrived)


async def _prepared(there: Stage, edition: str) -> tuple[list[str], str]:
    """Badges of people who registered, and the token of a gate's device."""
    here = f"editions/{edition}"
    people = [
        await there.ask(
            "POST", f"{here}/registrations", json={"name": f"Tamu {n}", "consent_version": "1"}
        )
        for n in range(40)
    ]
    gate = await there.ask("POST", f"{here}/gate-devices", json={"name": "HP", "gate": "Utara"})
    activated = await there.ask("POST", "gate-activations", json={"code": gate["gate_code"]})
    return [one["badge"] for one in people], activated["token"]


def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=1000)
    asyncio.run(measure(parser.parse_args().faults))


if __name__ == "__main__":
    main()
