"""Import rate, time to the last match, and from a POST until matching has it and its buyer is told.

    python -m benchmarks.expo [--rounds 3]

Each figure is the median of its rounds and stands beside its floor: the same documents written
with one bulk write each by a bare client, or the same number of bytes sent through the same broker
by a bare client, in the same run on the same servers.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

import aio_pika
from pymongo import InsertOne

from benchmarks.report import Figure, show
from benchmarks.stage import Stage, sample_edition, stage
from kernel.mongo import Document, Mongo
from sample.__main__ import main as write_sample

POSTS, POSTS_A_SECOND = 500, 50
WAIT_SECONDS = 180.0


async def measure(rounds: int) -> list[Figure]:
    """All figures."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample(["uve-2021", "--out", folder])
        sample = Path(folder) / "uve-2021"
        async with stage() as there:
            played = [await _import_and_match(there, sample, number) for number in range(rounds)]
            await _until_quiet(there)
            handled, told = await _posts(there, "uve-2021-0")
            raw = await _raw_messages(there)
    return [
        *_of_imports(played),
        *_of_posts("handled elsewhere", handled, raw, ("≤ 10 ms", "≤ 30 ms")),
        *_of_posts(f"its buyer told ({len(told)} had news)", told, raw, ("-", "≤ 1,000 ms")),
    ]


def _of_imports(played: list[dict[str, float]]) -> list[Figure]:
    middle = {name: statistics.median(round_[name] for round_ in played) for name in played[0]}
    return [
        Figure(
            "import of 4,159 products",
            middle["import"],
            "s",
            middle["bare products"],
            "the same documents, bulk insert",
            "< 10 s",
        ),
        Figure(
            "last row saved to last match visible",
            middle["matched"],
            "s",
            middle["bare matches"],
            "the same matches, bulk insert",
            "< 20 s",
        ),
    ]


def _of_posts(
    effect: str, latencies: list[float], raw: list[float], goals: tuple[str, str]
) -> list[Figure]:
    return [
        Figure(
            f"POST to {effect}, {POSTS_A_SECOND}/s, {name}",
            1000 * _quantile(latencies, share),
            "ms",
            1000 * _quantile(raw, share),
            "bare publish to bare consumer",
            goal,
        )
        for name, share, goal in zip(("p50", "p99"), (0.5, 0.99), goals, strict=True)
    ]


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


async def _import_and_match(there: Stage, sample: Path, number: int) -> dict[str, float]:
    edition = f"uve-2021-{number}"
    await there.ask("POST", "editions", json=sample_edition(sample, edition))
    await there.bring_in(edition, "exhibitors", sample / "peserta.xlsx")
    await there.bring_in(edition, "buyers", sample / "pembeli.xlsx")
    await there.bring_in(edition, "demands", sample / "kebutuhan.xlsx")
    seconds, job = await there.bring_in(edition, "products", sample / "produk.xlsx")
    saved = time.perf_counter()
    matching = there.database("matching")
    await _until_known(matching, edition, job["rows"]["created"])
    matched = time.perf_counter() - saved
    catalogue = there.database("catalogue")
    return {
        "import": seconds,
        "matched": matched,
        "bare products": await _bare_write(catalogue, "products", edition, 250),
        "bare matches": await _bare_write(matching, "matches", edition, 250),
    }


async def _until_known(matching: Mongo, edition: str, products: int) -> None:
    """An offer and its matches become visible in one transaction, so counting offers will do."""
    deadline = time.perf_counter() + WAIT_SECONDS
    while await matching["offers"].count_documents({"edition": edition}) < products:
        assert time.perf_counter() < deadline, f"not matched within {WAIT_SECONDS} s"
        await asyncio.sleep(0.02)


async def _until_quiet(there: Stage) -> None:
    """Wait until every room has told and mailed all that the imports brought about."""
    outboxes = [there.database(room)["outbox"] for room in ("catalogue", "matching", "gateway")]
    parties = there.database("notifications")["parties"]
    quiet = 0
    while quiet < 20:
        waiting = [await outbox.count_documents({}) for outbox in outboxes]
        waiting.append(await parties.count_documents({"due_at": {"$ne": None}}))
        quiet = 0 if any(waiting) else quiet + 1
        await asyncio.sleep(0.2)


async def _bare_write(mongo: Mongo, collection: str, edition: str, chunk: int) -> float:
    documents = await mongo[collection].find({"edition": edition}).to_list(None)
    target = mongo[f"bare_{collection}"]
    began = time.perf_counter()
    for start in range(0, len(documents), chunk):
        await target.bulk_write([InsertOne(d) for d in documents[start : start + chunk]])
    seconds = time.perf_counter() - began
    await target.drop()
    return seconds


async def _posts(there: Stage, edition: str) -> tuple[list[float], list[float]]:
    """Seconds from sending a new product until matching has it, and until a buyer's inbox has it.

    The products are like those there are. An inbox entry is written in one transaction with the
    first match that it counts, so the match in notifications' database shows when it was told.
    """
    page = await there.ask("GET", f"editions/{edition}/products", params={"limit": 200})
    forms = cycle([{name: product[name] for name in _FORM} for product in page["items"]])
    offers = there.database("matching")["offers"]
    sent: dict[str, float] = {}
    taken: dict[str, float] = {}
    told: dict[str, float] = {}
    inserted = [{"$match": {"operationType": "insert"}}]
    matches = there.database("notifications")["matches"]
    async with offers.watch(inserted) as changes, matches.watch(inserted) as news:
        watching = asyncio.create_task(_note_arrivals(changes, taken))
        listening = asyncio.create_task(_note_news(news, told))
        posts = [
            asyncio.create_task(_post(there, edition, next(forms), number, sent))
            for number in range(POSTS)
        ]
        await asyncio.gather(*posts)
        await asyncio.wait_for(watching, WAIT_SECONDS)
        await _until_quiet(there)
        listening.cancel()
    handled = [taken[code] - sent[code] for code in sent]
    return handled, [told[code] - sent[code] for code in told]


_FORM = ("exhibitor_code", "name", "name_en", "category", "unit", "pack", "price", "moq")


async def _post(
    there: Stage, edition: str, form: Document, number: int, sent: dict[str, float]
) -> None:
    await asyncio.sleep(number / POSTS_A_SECOND)
    code = f"BENCH-{number}"
    sent[code] = time.perf_counter()
    await there.ask("POST", f"editions/{edition}/products", json=form | {"code": code})


async def _note_arrivals(changes: Any, taken: dict[str, float]) -> None:
    async for change in changes:
        taken[change["fullDocument"]["code"]] = time.perf_counter()
        if len(taken) == POSTS:
            return


async def _note_news(changes: Any, told: dict[str, float]) -> None:
    """The first news of each product; a match's id ends with the product's code."""
    async for change in changes:
        code = change["fullDocument"]["_id"].rpartition(":")[2]
        told.setdefault(code, time.perf_counter())


async def _raw_messages(there: Stage) -> list[float]:
    """Seconds from a bare publish until a bare consumer has the message, at the same pace."""
    taken: list[float] = []
    async with await aio_pika.connect(there.amqp_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            "benchmark", durable=True, arguments={"x-queue-type": "quorum"}
        )

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            taken.append(time.perf_counter() - float(message.body[:32]))
            await message.ack()

        await queue.consume(take)
        for _ in range(POSTS):
            body = f"{time.perf_counter():<32}".encode() + b"." * 1500
            message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await channel.default_exchange.publish(message, "benchmark")
            await asyncio.sleep(1 / POSTS_A_SECOND)
        while len(taken) < POSTS:
            await asyncio.sleep(0.02)
        await queue.delete(if_unused=False, if_empty=False)
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    show(asyncio.run(measure(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
