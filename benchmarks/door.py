"""What the door costs a request, beside nginx before the same service; and the doors opening.

    python -m benchmarks.door [costs|opening] [visitors]

Costs are processor time of the gateway's process and of nginx's worker, kernel mode included, for
the same answers of the same service in the same run; so they hold on a machine that others use too.
The opening is 5,000 visitors within a minute, each of whom opens the hall, searches and opens a
product; one in twenty signs in and one in two is checked in at one of four gates.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from benchmarks.hammer import hammer
from benchmarks.nginx import nginx
from benchmarks.processes import cpu_seconds, listener_of
from benchmarks.report import Figure, show
from benchmarks.stage import BASE_PORT, Stage, sample_edition, stage
from kernel.clock import now
from sample.__main__ import main as write_sample

EDITION = "h2o-2022"
REQUESTS, ROUNDS = 4_000, 3
NGINX_PORT = BASE_PORT + 91
OPENING_SECONDS, VISITORS, GATES = 60.0, 5_000, 4
WORDS = ("kopi", "keripik", "madu", "gula", "teh", "batik", "beras", "sambal", "kelapa", "coklat")
PASSWORD = "pendopo-contoh"


async def prepared(there: Stage, folder: Path) -> None:
    """Bring the sample expo in."""
    write_sample([EDITION, "--out", str(folder)])
    sample = folder / EDITION
    await there.ask("POST", "editions", json=sample_edition(sample, EDITION))
    for kind, file in (("exhibitors", "peserta"), ("products", "produk"), ("accounts", "akun")):
        await there.bring_in(EDITION, kind, sample / f"{file}.xlsx")
    await asyncio.sleep(2)


async def costs(there: Stage, folder: Path) -> list[Figure]:
    """Microseconds of processor time a request takes here and in nginx."""
    door = urlsplit(there.url).port or 80
    catalogue = door + 1
    gateway = listener_of(door)
    [product] = (await there.ask("GET", f"editions/{EDITION}/products?limit=1"))["items"]
    kept = f"/v1/editions/{EDITION}/products?q=kopi&limit=20"
    own = f"/v1/editions/{EDITION}/products/{product['code']}/completeness"
    token = {"authorization": there.http.headers["authorization"]}

    async def of(pid: int, port: int, path: str, **headers: str) -> float:
        await hammer(port, path, 200, headers)
        best = float("inf")
        for _ in range(ROUNDS):
            before = cpu_seconds(pid)
            await hammer(port, path, REQUESTS, headers)
            best = min(best, 1e6 * (cpu_seconds(pid) - before) / REQUESTS)
        return best

    async with nginx(folder, NGINX_PORT, catalogue) as worker:
        hit = await of(gateway, door, f"/api{kept}")
        hit_floor = await of(worker, NGINX_PORT, f"/kept{kept}")
        passed = await of(gateway, door, f"/api{own}", **token)
        passed_floor = await of(worker, NGINX_PORT, own, **token)
    return [
        Figure("kept answer, CPU", hit, "µs", hit_floor, "nginx proxy_cache", "<= 2.5 x"),
        Figure("passed on, CPU", passed, "µs", passed_floor, "nginx proxy_pass", "<= 5 x"),
    ]


@dataclass
class Opening:
    """What became of everybody's requests, by what they wanted."""

    client: aiohttp.ClientSession
    url: str
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    async def asks(self, what: str, method: str, path: str, **how: Any) -> bytes:
        began = time.perf_counter()
        try:
            async with self.client.request(method, self.url + path, **how) as answer:
                body = await answer.read()
                if answer.status >= 400:
                    self.failures.append(f"{what}: {answer.status} {body[:120]!r}")
        except (aiohttp.ClientError, TimeoutError) as error:
            self.failures.append(f"{what}: {error!r}")
            return b""
        self.milliseconds.setdefault(what, []).append(1000 * (time.perf_counter() - began))
        return body

    def p(self, share: float, *what: str) -> float:
        """The time within which this share of them was answered."""
        times = sorted(one for name in what for one in self.milliseconds.get(name, ()))
        return times[min(len(times) - 1, int(share * len(times)))]


async def opening(there: Stage, visitors: int) -> list[Figure]:
    """Everybody comes within the first minute, at random moments."""
    found = await there.ask("GET", f"editions/{EDITION}/products?limit=100")
    codes = [product["code"] for product in found["items"]]
    gates = [await _gate(there, number) for number in range(GATES)]
    badges = [await _badge(there, gates[number % GATES], number) for number in range(visitors // 2)]
    chance = random.Random(9)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as client:
        all_of_them = Opening(client, there.url)

        async def visit(number: int) -> None:
            await asyncio.sleep(chance.uniform(0, OPENING_SECONDS))
            if number % 2 and number // 2 < len(badges):
                await _comes_in(all_of_them, gates[number % GATES], badges[number // 2], number)
            await all_of_them.asks("page", "GET", "/")
            await all_of_them.asks("search", "GET", f"/produk?q={chance.choice(WORDS)}")
            await all_of_them.asks("page", "GET", f"/produk/{chance.choice(codes)}")
            if number % 20 == 0:
                account = {"email": "pengunjung@pendopo.invalid", "password": PASSWORD}
                await all_of_them.asks("sign-in", "POST", "/api/v1/sessions", json=account)

        await asyncio.gather(*(visit(number) for number in range(visitors)))
        empty = [await _bare(client, there.url) for _ in range(200)]
    for failure in all_of_them.failures[:10]:
        print(failure)
    floor = sorted(empty)[int(0.99 * len(empty))]
    everything = tuple(all_of_them.milliseconds)
    return [
        Figure(
            f"requests that failed, of {visitors:,} visitors'",
            len(all_of_them.failures),
            "",
            1,
            "",
            "0",
        ),
        Figure(
            "p99 of everything",
            all_of_them.p(0.99, *everything),
            "ms",
            floor,
            "/livez alone",
            "<= 300",
        ),
        *(
            Figure(f"p99 of {what}", all_of_them.p(0.99, what), "ms", floor, "/livez alone", goal)
            for what, goal in (
                ("page", ""),
                ("search", ""),
                ("sign-in", ""),
                ("check-in", "<= 500"),
            )
        ),
    ]


async def _bare(client: aiohttp.ClientSession, url: str) -> float:
    began = time.perf_counter()
    async with client.get(f"{url}/livez") as answer:
        await answer.read()
    return 1000 * (time.perf_counter() - began)


async def _gate(there: Stage, number: int) -> dict[str, str]:
    form = {"gate": f"Pintu {number}", "name": f"Gawai {number}"}
    made = await there.ask("POST", f"editions/{EDITION}/gate-devices", json=form)
    activated = await there.ask("POST", "gate-activations", json={"code": made["gate_code"]})
    return {"authorization": f"Device {activated['token']}"}


async def _badge(there: Stage, gate: dict[str, str], number: int) -> str:
    form = {"name": f"Tamu {number} (contoh)"}
    made = await there.ask("POST", "gate-registrations", json=form, headers=gate)
    badge: str = made["badge"]
    return badge


async def _comes_in(everybody: Opening, gate: dict[str, str], badge: str, number: int) -> None:
    moment = now().isoformat()
    scan = {"badge": badge, "sequence": number, "scanned_at": moment, "direction": "in"}
    batch = {"sent_at": moment, "unsent": 0, "scans": [scan]}
    await everybody.asks("check-in", "POST", "/api/v1/check-ins", json=batch, headers=gate)


async def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else "costs"
    visitors = int(sys.argv[2]) if len(sys.argv) > 2 else VISITORS
    parts: dict[str, Callable[[Stage, Path], Awaitable[list[Figure]]]] = {
        "costs": costs,
        "opening": lambda there, _: opening(there, visitors),
    }
    os.environ["GATEWAY_REQUESTS_A_MINUTE"] = "1000000000"
    with tempfile.TemporaryDirectory(prefix="pendopo-door-") as folder:
        async with stage() as there:
            await prepared(there, Path(folder))
            show(await parts[what](there, Path(folder)))


if __name__ == "__main__":
    asyncio.run(main())
