"""How long a check-in takes with several gates at once, beside the same answers without the work.

    python -m benchmarks.gates [--seconds 20]

Four gates scan one after the other as fast as they are answered, each a badge a time, for people
who come in, are there already or are not known. The floor is the same gates asking `/livez` of the
same gateway just before: the network, the server and the machine's load, without database or rules.
"""

import argparse
import asyncio
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.report import Figure, show
from benchmarks.stage import Stage, sample_edition, stage
from kernel.clock import now
from sample.__main__ import main as write_sample

EDITION = "h2o-2022"
GATES, PEOPLE = 4, 300


async def measure(seconds: float) -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample([EDITION, "--out", folder])
        async with stage() as there, aiohttp.ClientSession(there.url) as http:
            form = sample_edition(Path(folder) / EDITION, EDITION)
            await there.ask("POST", "editions", json=form)
            badges, tokens = await _registered(there), await _gates(there)
            floor = await _together(lambda _: _live(http), seconds / 4)
            scans = await _together(lambda gate: _scan(http, tokens[gate], badges), seconds)
    print(f"{len(scans)} check-ins at {GATES} gates, {len(scans) / seconds:.0f} a second")
    return [
        Figure(
            f"check-in, {GATES} gates at once, {name}",
            1000 * _quantile(scans, share),
            "ms",
            1000 * _quantile(floor, share),
            "the same gates asking /livez",
            goal,
        )
        for name, share, goal in (("p50", 0.5, "-"), ("p99", 0.99, "≤ 500 ms"))
    ]


async def _together(ask: Any, seconds: float) -> list[float]:
    """Seconds that each question took, of all gates."""
    until = time.perf_counter() + seconds

    async def gate(number: int) -> list[float]:
        took = []
        while (began := time.perf_counter()) < until:
            await ask(number)
            took.append(time.perf_counter() - began)
        return took

    found = await asyncio.gather(*(gate(number) for number in range(GATES)))
    return [one for took in found for one in took]


async def _live(http: aiohttp.ClientSession) -> None:
    async with http.get("/livez") as answer:
        await answer.read()


_sequence = count(1)


async def _scan(http: aiohttp.ClientSession, token: str, badges: list[str]) -> None:
    number, moment = next(_sequence), now().isoformat()
    scan = {"badge": badges[number % len(badges)], "sequence": number, "scanned_at": moment}
    async with http.post(
        "/api/v1/check-ins",
        json={"sent_at": moment, "scans": [scan]},
        headers={"authorization": f"Device {token}"},
    ) as answer:
        answer.raise_for_status()
        await answer.read()


async def _registered(there: Stage) -> list[str]:
    """Badges of people who registered, and one that nobody knows."""
    path = f"editions/{EDITION}/registrations"
    forms = [{"name": f"Tamu {n}", "consent_version": "1"} for n in range(PEOPLE)]
    return [*[(await there.ask("POST", path, json=form))["badge"] for form in forms], "000000000"]


async def _gates(there: Stage) -> list[str]:
    """Tokens of devices that have come in."""
    tokens = []
    for number in range(GATES):
        form = {"name": "HP", "gate": f"Pintu {number}"}
        made = await there.ask("POST", f"editions/{EDITION}/gate-devices", json=form)
        code = {"code": made["gate_code"]}
        tokens.append((await there.ask("POST", "gate-activations", json=code))["token"])
    return tokens


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    show(asyncio.run(measure(parser.parse_args().seconds)))


if __name__ == "__main__":
    main()
