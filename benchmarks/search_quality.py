"""How well searches are answered, by what was judged by hand, beside two plainer ways.

    python -m benchmarks.search_quality

Of the judged searches (see judged/README.md) two thirds may be tuned with; the last third, held
out, tells how good the ranking is. Every product that fits a search was judged, so what has no
grade is wrong. nDCG@10 has gain 2^grade - 1 (Järvelin and Kekäläinen, 2002).
"""

import asyncio
import csv
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from benchmarks.judgements import JUDGED, ndcg
from benchmarks.search_rankings import Ranking, mongodb_text, ours, tantivy_alone
from deploy.local.database import Database
from deploy.local.places import State
from deploy.local.ports import Ports
from kernel.mongo import Mongo
from sample.__main__ import main as write_sample
from services.catalogue.model import Exhibitor, Product
from services.catalogue.sheets import ExhibitorRow, ProductRow

EDITION = "uve-2021"
BASE_PORT = int(os.environ.get("PENDOPO_BASE_PORT", "23400"))


@dataclass(slots=True)
class Search:
    """A text as somebody types it, and the grades of the products that answer it."""

    kind: str
    held_out: bool
    grades: dict[str, int] = field(default_factory=dict)


def searches() -> dict[str, Search]:
    """The judged searches by their text."""
    found: dict[str, Search] = {}
    with (JUDGED / "search.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            search = found.setdefault(row["query"], Search(row["kind"], row["held_out"] == "yes"))
            search.grades |= dict.fromkeys(row["products"].split(), int(row["grade"]))
    return found


def sample_products() -> list[Product]:
    """The products of the sample that was judged."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample([EDITION, "--out", folder, "--format", "csv"])
        sample = Path(folder) / EDITION
        makers = {
            row["kode"]: Exhibitor.of(ExhibitorRow.model_validate(row).form(), EDITION)
            for row in _rows(sample / "peserta.csv")
        }
        forms = [ProductRow.model_validate(row).form() for row in _rows(sample / "produk.csv")]
        return [Product.of(form, makers[form.exhibitor_code]) for form in forms]


def _rows(sheet: Path) -> Iterable[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            yield {column: cell for column, cell in row.items() if cell}


def show(rankings: Mapping[str, Ranking], judged: Mapping[str, Search]) -> None:
    """Print the figures of both parts, then ours by kind of search."""
    for title, held_out in (("tuned with", False), ("held out", True)):
        part = {text: search for text, search in judged.items() if search.held_out is held_out}
        print(f"\n{title}, {len(part)} searches")
        for name, ranking in rankings.items():
            by_kind: dict[str, list[float]] = defaultdict(list)
            for text, search in part.items():
                by_kind[search.kind].append(ndcg_of(ranking(text), search.grades))
            kinds = "  ".join(f"{kind} {mean(values):.3f}" for kind, values in by_kind.items())
            overall = mean(value for values in by_kind.values() for value in values)
            print(f"{name:14} nDCG@10 {overall:.3f}   {kinds}")


def ndcg_of(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """nDCG@10 where what was not graded is wrong."""
    return ndcg(ranking, defaultdict(int, grades) | dict.fromkeys(set(ranking) - grades.keys(), 0))


async def measure() -> None:
    """Answer every judged search in three ways."""
    products, judged = sample_products(), searches()
    with tempfile.TemporaryDirectory(prefix="pendopo-benchmark-") as folder:
        database = Database(State(Path(folder)), Ports.above(BASE_PORT))
        await database.start()
        try:
            shelf = Mongo(database.url, "quality").blocking("products")
            show(
                {
                    "ours": ours(products),
                    "tantivy alone": tantivy_alone(products),
                    "MongoDB text": mongodb_text(products, shelf),
                },
                judged,
            )
        finally:
            await database.kill()


if __name__ == "__main__":
    asyncio.run(measure())
