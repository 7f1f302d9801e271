"""`make rehearse`: many visitors at once look around an expo, and a report says how it went.

VISITORS (50) people look at pages for SECONDS (30), each as a person does: open the hall, list
products, open one, search, pause a moment. Nothing is changed. PENDOPO_URL is whom they visit, the
local stack unless given; where that is another machine, REHEARSE=yes says that its owner knows.
The report also lies in `.local/rehearsals/`.
"""

import asyncio
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from deploy.local.choices import Choices
from deploy.local.places import LOCAL
from deploy.local.trouble import SetupError

REPORTS = LOCAL / "rehearsals"
WORDS = ("keripik", "kopi", "madu", "batik", "gula", "sambal")
PAUSE_SECONDS = 0.5
PATIENCE = aiohttp.ClientTimeout(total=30)
HERE = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Plan:
    """Who comes, for how long, and where to."""

    url: str
    visitors: int
    seconds: float

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Plan":
        """Raises SetupError for numbers that are none, and for somebody else's machine."""
        local = f"http://127.0.0.1:{Choices.of(env).ports.gateway}"
        url = env.get("PENDOPO_URL", local)
        if urlsplit(url).hostname not in HERE and env.get("REHEARSE") != "yes":
            raise SetupError(
                f"{url} is not this machine; a rehearsal is a load that its owner must know of.",
                "REHEARSE=yes make rehearse  once they do",
            )
        visitors, seconds = env.get("VISITORS", "50"), env.get("SECONDS", "30")
        if not (visitors.isdigit() and seconds.isdigit() and int(visitors) and int(seconds)):
            raise SetupError(
                f"VISITORS={visitors} SECONDS={seconds} are not two whole numbers from 1.",
                "VISITORS=50 SECONDS=30 make rehearse",
            )
        return cls(url.rstrip("/"), int(visitors), float(seconds))


@dataclass
class Seen:
    """What visitors met: times in seconds by kind of page, and what failed."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def answers(self) -> int:
        return sum(len(times) for times in self.times.values())


class Visitor:
    """Somebody who looks around until the end."""

    def __init__(self, client: aiohttp.ClientSession, edition: str, seen: Seen, seed: int) -> None:
        self._client, self._edition, self._seen = client, edition, seen
        self._chance = random.Random(seed)  # noqa: S311  who looks at what, the same each time

    async def look_around(self, until: float) -> None:
        while time.monotonic() < until:
            await self._open("hall", "/")
            word = self._chance.choice(WORDS)
            await self._open("search", f"/produk?q={word}")
            listed = await self._open("list", f"/api/v1/editions/{self._edition}/products?limit=20")
            items = listed.get("items", []) if isinstance(listed, dict) else []
            if items:
                await self._open("product", f"/produk/{self._chance.choice(items)['code']}")
            await asyncio.sleep(PAUSE_SECONDS * self._chance.uniform(0.5, 1.5))

    async def _open(self, kind: str, path: str) -> object:
        began = time.monotonic()
        try:
            async with self._client.get(path) as answer:
                body = await (answer.json() if "json" in answer.content_type else answer.text())
                if answer.status >= 400:
                    self._seen.failures[f"{kind}: {answer.status}"] += 1
        except (aiohttp.ClientError, TimeoutError) as error:
            self._seen.failures[f"{kind}: {type(error).__name__}"] += 1
            return None
        self._seen.times[kind].append(time.monotonic() - began)
        return body


async def rehearse(plan: Plan) -> Seen:
    """Let the visitors in, one after the other within the first tenth of the time."""
    seen = Seen()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(plan.url, connector=connector, timeout=PATIENCE) as client:
        edition = await _newest(client)
        until = time.monotonic() + plan.seconds

        async def come(number: int) -> None:
            await asyncio.sleep(plan.seconds / 10 * number / plan.visitors)
            await Visitor(client, edition, seen, number).look_around(until)

        await asyncio.gather(*(come(number) for number in range(plan.visitors)))
    return seen


async def _newest(client: aiohttp.ClientSession) -> str:
    try:
        async with client.get("/api/v1/editions") as answer:
            answer.raise_for_status()
            editions = (await answer.json())["items"]
    except (aiohttp.ClientError, TimeoutError, KeyError) as error:
        raise SetupError(f"The platform does not answer: {error!r}", "make run") from error
    if not editions:
        raise SetupError("There is no edition to look at.", "make run  with a sample")
    return str(editions[0]["id"])


def report(plan: Plan, seen: Seen, moment: datetime) -> str:
    """What an ops team wants to know: how many, how fast, what failed."""
    failed = sum(seen.failures.values())
    lines = [
        f"# Rehearsal of {moment:%Y-%m-%d %H:%M} UTC",
        "",
        f"{plan.visitors} visitors looked around {plan.url} for {plan.seconds:.0f} s:",
        f"{seen.answers} answers ({seen.answers / plan.seconds:.0f} a second), {failed} failed.",
        "",
        "| page | answers | half within | 95 % within | 99 % within |",
        "|---|---|---|---|---|",
    ]
    for kind, times in sorted(seen.times.items()):
        shown = " | ".join(f"{_share(times, part) * 1000:.0f} ms" for part in (0.5, 0.95, 0.99))
        lines.append(f"| {kind} | {len(times)} | {shown} |")
    lines += [f"- {number} x {what}" for what, number in sorted(seen.failures.items())]
    return "\n".join(lines) + "\n"


def _share(times: list[float], part: float) -> float:
    """The time within which this part of the answers came."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def main(env: Mapping[str, str] = os.environ, folder: Path = REPORTS) -> int:
    try:
        plan = Plan.of(env)
        print(f"{plan.visitors} visitors, {plan.seconds:.0f} s, {plan.url}", flush=True)
        seen = asyncio.run(rehearse(plan))
    except SetupError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    moment = datetime.now(UTC)
    told = report(plan, seen, moment)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{moment:%Y-%m-%d-%H%M%S}.md").write_text(told)
    print(told)
    return 1 if seen.failures else 0


if __name__ == "__main__":
    sys.exit(main())
