"""The search over 500,000 products: in process, over HTTP, and how it is made and kept.

    python -m benchmarks.search [products]

The products are those of the sample, over and over, each with a maker, a place, a price, a smallest
order and a capacity of its own. MongoDB and the catalogue run as in production; searches in process
are made on an index of the same products in this process. The floor of a search is the plainest
search of the same words; of HTTP, the same route without a search, in the same minute.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp

from benchmarks.report import Figure, show
from benchmarks.search_quality import sample_products, searches
from contracts import lists
from deploy.local.backends import Backends
from deploy.local.services import Service
from kernel.mongo import BlockingCollection, Document, Mongo
from services.catalogue.model import Product
from services.catalogue.search.index import Index
from services.catalogue.search.model import Wish
from services.catalogue.search.moment import Moment
from services.catalogue.search.queries import by_fit
from services.catalogue.search.reading import Reading

EDITION = "national-2027"
BASE_PORT = int(os.environ.get("PENDOPO_BASE_PORT", "23400"))
PATH = f"/v1/editions/{EDITION}/products"
CONNECTIONS, REQUESTS = 32, 1_600
CHANGES = 150
FACETS = ("category", "regency", "attendance")


def many(products: list[Product], number: int) -> Iterator[Document]:
    """So many products as the database keeps them, no two of them alike."""
    chance, places = random.Random(7), sorted(lists.regencies())
    kept = [p.model_dump(mode="json", exclude={"unit_code"}) for p in products]
    for n in range(number):
        code = f"P-{n:06}"
        yield {
            **kept[n % len(kept)],
            "_id": f"product:{EDITION}:{code}",
            "id": f"product:{EDITION}:{code}",
            "code": code,
            "edition": EDITION,
            "regency": chance.choice(places),
            "attendance": chance.choice(("floor", "online", "both")),
            "price": chance.randrange(1_000, 2_000_000, 500),
            "price_tiers": [],
            "moq": chance.randrange(1, 2_000),
            "capacity_per_month": chance.randrange(10, 200_000),
        }


def put(documents: Iterator[Document], shelf: BlockingCollection) -> None:
    """Save documents in batches."""
    while batch := [document for _, document in zip(range(5_000), documents, strict=False)]:
        shelf.insert_many(batch, ordered=False)


def in_process(documents: Iterator[Document], texts: list[str]) -> list[Figure]:
    """Searches with three facets and a filter, beside the search alone."""
    index = Index()
    for document in documents:
        index.add(document)
    moment = Moment("benchmark", index.commit())
    wishes = [
        Wish(q=text, regency=regency) for text in texts for regency in ("3319", "3374", "3307")
    ]

    def whole(wish: Wish) -> None:
        moment.find(EDITION, wish, 0, 20)
        moment.facets(EDITION, wish, FACETS)

    def alone(wish: Wish) -> None:
        reading: Reading = moment.read(wish.q)
        moment._searcher.search(by_fit(EDITION, Wish(), reading.words, "all"), 20)

    took, floor = _timed(whole, wishes), _timed(alone, wishes)
    return [
        Figure(
            f"search, 3 facets, a filter, {name}",
            took[at],
            "ms",
            floor[at],
            "its words alone",
            goal,
        )
        for name, at, goal in (("p50", 49, ""), ("p99", 98, "2 ms"))
    ]


def _timed(search: Callable[[Wish], None], wishes: list[Wish]) -> list[float]:
    """Percentiles of the time that searches take, in milliseconds."""
    for wish in wishes[:20]:
        search(wish)
    took = []
    for wish in wishes:
        began = time.perf_counter()
        search(wish)
        took.append((time.perf_counter() - began) * 1_000)
    return quantiles(took, n=100)


async def over_http(url: str, texts: list[str]) -> Figure:
    """Pages of 20 that were searched for, beside pages that were not."""
    searched = [{"q": text, "regency": "3319"} for text in texts]
    async with aiohttp.ClientSession(url) as client:
        plain = [await _rate(client, [{"regency": "3319"}]) for _ in range(2)]
        found = [await _rate(client, searched) for _ in range(2)]
    return Figure(
        f"searched page over HTTP, {CONNECTIONS} connections",
        min(found),
        "ms",
        min(plain),
        "the route without search",
        "3 x",
    )


async def _rate(client: aiohttp.ClientSession, wishes: list[dict[str, str]]) -> float:
    """Milliseconds a request, with all connections busy."""
    left = iter(range(REQUESTS))

    async def ask() -> None:
        for number in left:
            async with client.get(PATH, params=wishes[number % len(wishes)]) as answer:
                assert answer.status == 200, await answer.text()
                await answer.read()

    began = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    return (time.perf_counter() - began) / REQUESTS * 1_000


async def freshness(url: str, shelf: BlockingCollection) -> list[Figure]:
    """From a product's saving until it is found, beside one request that finds nothing new."""
    took, asked = [], []
    async with aiohttp.ClientSession(url) as client:
        for number in range(CHANGES):
            product_id, word = f"product:{EDITION}:P-{number:06}", f"kabar{number}"
            await asyncio.to_thread(
                shelf.update_one, {"_id": product_id}, {"$set": {"name": f"Keripik {word}"}}
            )
            began = time.perf_counter()
            while True:
                sent = time.perf_counter()
                async with client.get(PATH, params={"q": word, "limit": 1}) as answer:
                    page: dict[str, Any] = await answer.json()
                asked.append((time.perf_counter() - sent) * 1_000)
                if any(word in item["name"] for item in page["items"]):
                    break
                await asyncio.sleep(0.005)
            took.append((time.perf_counter() - began) * 1_000)
    spread, floor = quantiles(took, n=100), quantiles(asked, n=100)
    return [
        Figure(f"change is found, {name}", spread[at], "ms", floor[at], "one request", goal)
        for name, at, goal in (("p50", 49, ""), ("p99", 98, "250 ms"))
    ]


def resident(pid: int) -> float:
    """The most memory a process has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1_024


async def measure(number: int) -> None:
    """Print all figures."""
    products = sample_products()
    texts = [text for text, search in searches().items() if search.kind != "misspelt"]
    with tempfile.TemporaryDirectory(prefix="pendopo-benchmark-") as folder:
        async with Backends(Path(folder), BASE_PORT) as backends:
            mongo = Mongo(backends.mongo_url, "catalogue")
            shelf = mongo.blocking("products")
            await asyncio.to_thread(put, many(products, number), shelf)
            began = time.perf_counter()
            read = await asyncio.to_thread(lambda: sum(1 for _ in shelf.find()))
            floor = time.perf_counter() - began
            environment = {
                "MONGO_URL": backends.mongo_url,
                "AMQP_URL": backends.amqp_url,
                "CATALOGUE_PORT": str(BASE_PORT + 81),
                "LOG_LEVEL": "INFO",
            }
            log = Path(folder) / "catalogue.log"
            catalogue = Service("catalogue", environment, log=log, start_limit=900)
            began = time.perf_counter()
            await catalogue.start()
            made = time.perf_counter() - began
            try:
                figures = [
                    Figure(
                        f"index of {read:,} made from MongoDB, start included",
                        made,
                        "s",
                        floor,
                        "reading them",
                        "60 s",
                    ),
                    await over_http(catalogue.url, texts),
                    *await freshness(catalogue.url, shelf),
                ]
                most = resident(catalogue.pid)
            finally:
                await catalogue.stop()
                mongo.close()
    figures += in_process(many(products, number), texts)
    figures.append(Figure("the catalogue's memory at most", most, "MB", 600, "goal", "600 MB"))
    show(figures)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000))
