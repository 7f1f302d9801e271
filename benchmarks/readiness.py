"""One gap report, in process and through HTTP, and the readiness of 4,159 products everywhere.

    python -m benchmarks.readiness [--reports 400]

A report stands beside the bare reads it needs, and beside another document asked for through the
same door; all products × all markets beside writing what was found with bare bulk writes; and the
background job after a revised rule beside the same work done without resting in between.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pymongo import InsertOne

from benchmarks.report import Figure, show
from benchmarks.stage import Stage, sample_edition, stage
from kernel.callers import Caller
from kernel.clock import now
from kernel.mongo import Document, Mongo
from sample.__main__ import main as write_sample
from services.matching.readiness.desk import Desk
from services.matching.readiness.dossiers import BuyersTerms, Dossiers
from services.matching.readiness.model import Firm, Goods
from services.matching.readiness.reporting import Supposed, report_gaps
from services.matching.readiness.rules import Rules
from services.matching.readiness.store import GOODS, Shelf
from services.matching.readiness.subject import Subject
from services.matching.readiness.summaries import summaries_of

EDITION = "uve-2021"
MARKETS = ("LT", "LM", "IN", "X:NL", "X:JP")
OFFICE = Caller(account="benchmark", role="organiser")
WAIT_SECONDS = 300.0
RULES = {
    "LEG-NIK": "all goods",
    "LEG-PKP": "all goods in modern retail",
    "CRT-ICO": "coffee",
    "PRC-NKV": "fresh eggs",
}
"""Rules to be revised, and whom each concerns."""


async def measure(reports: int) -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample([EDITION, "--out", folder])
        async with stage() as there:
            await _bring_in(there, Path(folder) / EDITION)
            await _until_summed_up(there)
            mongo = there.database("matching")
            chosen = await _choose(mongo, reports)
            reported = await _reports(there, mongo, chosen)
            everything, written = await _everything(mongo)
            anew = [await _after_a_revised_rule(there, code) for code in RULES]
            mongo.close()
    return [
        *reported,
        Figure(
            "4,159 products × 13 markets",
            everything,
            "s",
            written,
            "the same, bulk insert",
            "≤ 30 s",
        ),
        *(
            Figure(
                f"after a revised rule for {whom}: {goods:,} products anew",
                seconds,
                "s",
                everything * goods / 4_159,
                "in all markets, without resting",
                "-",
            )
            for whom, (seconds, goods) in zip(RULES.values(), anew, strict=True)
        ),
    ]


async def _bring_in(there: Stage, sample: Path) -> None:
    await there.ask("POST", "editions", json=sample_edition(sample, EDITION))
    for kind, name in (("exhibitors", "peserta"), ("buyers", "pembeli"), ("demands", "kebutuhan")):
        await there.bring_in(EDITION, kind, sample / f"{name}.xlsx")
    await there.bring_in(EDITION, "products", sample / "produk.xlsx")


async def _until_summed_up(there: Stage) -> None:
    deadline = time.perf_counter() + WAIT_SECONDS
    while True:
        state = await there.ask("GET", f"editions/{EDITION}/readiness/progress")
        if state["products"] == 4_159 and not state["waiting"]:
            return
        assert time.perf_counter() < deadline, state
        await asyncio.sleep(0.1)


async def _choose(mongo: Mongo, reports: int) -> list[tuple[str, str]]:
    """Codes of products with a market each."""
    chance = random.Random(1)
    codes = sorted(await mongo[GOODS].distinct("code", {"edition": EDITION}))
    return [(chance.choice(codes), chance.choice(MARKETS)) for _ in range(reports)]


async def _reports(there: Stage, mongo: Mongo, chosen: list[tuple[str, str]]) -> list[Figure]:
    shelf = Shelf(mongo)
    desk = Desk(mongo, shelf, Dossiers(mongo), BuyersTerms(mongo), Rules(mongo, shelf))
    [demand, *_] = (await there.ask("GET", f"editions/{EDITION}/demands"))["items"]
    base = f"editions/{EDITION}"
    inside = await _timed(
        lambda code, market: report_gaps(EDITION, code, market, OFFICE, desk, Supposed()), chosen
    )
    bare = await _timed(lambda code, _: _bare_reads(mongo, code), chosen)
    outside = await _timed(
        lambda code, market: there.ask(
            "GET", f"{base}/readiness/products/{code}", params={"market": market}
        ),
        chosen,
    )
    door = await _timed(lambda *_: there.ask("GET", f"{base}/demands/{demand['code']}"), chosen)
    return [
        *_both("gap report in process", inside, bare, "its bare reads"),
        *_both("gap report through the gateway", outside, door, "one demand, same door"),
    ]


async def _timed(
    work: Callable[[str, str], Awaitable[Any]], chosen: list[tuple[str, str]]
) -> list[float]:
    """Seconds that each took; the first few only warm up."""
    for code, market in chosen[:20]:
        await work(code, market)
    taken = []
    for code, market in chosen:
        began = time.perf_counter()
        await work(code, market)
        taken.append(time.perf_counter() - began)
    return taken


async def _bare_reads(mongo: Mongo, code: str) -> None:
    """The documents that a report is made of, one after another."""
    id_ = f"product:{EDITION}:{code}"
    goods = await mongo[GOODS].find_one({"_id": id_})
    assert goods is not None
    await mongo["rulebook"].find_one({"_id": "rules"})
    await mongo["readiness_firms"].find_one({"_id": goods["exhibitor"]})
    about = {"$in": [id_, goods["exhibitor"]]}
    await mongo["readiness_dossiers"].find({"_id": about}).to_list(2)


def _both(what: str, taken: list[float], floor: list[float], floor_is: str) -> list[Figure]:
    return [
        Figure(
            f"{what}, {name}",
            1000 * _quantile(taken, share),
            "ms",
            1000 * _quantile(floor, share),
            floor_is,
            "≤ 10 ms",
        )
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


async def _everything(mongo: Mongo) -> tuple[float, float]:
    """Seconds to judge all goods for all markets, and to write as much with bare bulk writes."""
    book = await Rules(mongo, Shelf(mongo)).current()
    documents = await mongo[GOODS].find({"edition": EDITION}).to_list(None)
    firms = {d["_id"]: Firm.model_validate(d) async for d in mongo["readiness_firms"].find()}
    goods = [Goods.model_validate(document) for document in documents]
    today = now().date()
    began = time.perf_counter()
    for item in goods:
        summaries_of(Subject(item, firms.get(item.exhibitor), (), book.lexicon), today, book)
    judged = time.perf_counter() - began
    return judged, await _bare_write(mongo, documents)


async def _bare_write(mongo: Mongo, documents: list[Document]) -> float:
    target, chunk = mongo["bare_readiness"], 50
    began = time.perf_counter()
    for start in range(0, len(documents), chunk):
        await target.bulk_write([InsertOne(d) for d in documents[start : start + chunk]])
    seconds = time.perf_counter() - began
    await target.drop()
    return seconds


async def _after_a_revised_rule(there: Stage, code: str) -> tuple[float, int]:
    """Seconds from a revised rule until its goods have been looked at anew, and how many."""
    path = f"rules/{code}"
    rule = await there.ask("GET", path)
    body = {"versions": [form | {"note": "…"} for form in rule["versions"]]}
    seen = {"if-match": f'"{rule["version"]}"'}
    began = time.perf_counter()
    await there.ask("PUT", path, json=body, headers=seen)
    await _until_summed_up(there)
    seconds = time.perf_counter() - began
    [change, *_] = (await there.ask("GET", f"{path}/history"))["items"]
    return seconds, change["goods"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    show(asyncio.run(measure(parser.parse_args().reports)))


if __name__ == "__main__":
    main()
