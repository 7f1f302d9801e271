"""How well the ranking of uve-2021 agrees with the truth that generated it.

    python -m benchmarks.quality

The sample's generator grades products for each demand from 3 (meets it) to 1 (a substitute), in a
file that the product never reads. nDCG@10 (Järvelin and Kekäläinen, 2002, gain 2^grade - 1) is
printed beside its floor: the same demands answered by category alone. Generated grades say little
of judged ones; they show a change for the worse.
"""

import csv
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from contracts.lists import regency_code
from sample.__main__ import TODAY
from sample.__main__ import main as write_sample
from services.catalogue.sheets import ProductRow
from services.matching.fit import matched
from services.matching.model import Buyer, BuyerForm, Demand, Offer
from services.matching.sheets import BuyerRow, DemandRow

EDITION = "uve-2021"
Grades = dict[str, dict[str, int]]
Ranking = dict[str, list[str]]


def measure() -> None:
    """Rank every demand's offers and print how good the ranking is."""
    with tempfile.TemporaryDirectory() as folder:
        write_sample([EDITION, "--out", folder, "--format", "csv"])
        sample = Path(folder) / EDITION
        demands, offers, truth = _demands(sample), _offers(sample), _truth(sample)
    ours = {demand.code: _ranked(demand, offers, TODAY) for demand in demands}
    floor = {demand.code: _of_its_category(demand, offers) for demand in demands}
    print(f"nDCG@10: {_mean_ndcg(ours, truth):.3f}; category alone: {_mean_ndcg(floor, truth):.3f}")
    kept = Counter(truth[d].get(product, 0) for d, products in ours.items() for product in products)
    there = Counter(grade for grades in truth.values() for grade in grades.values())
    for grade in (3, 2, 1):
        print(f"grade {grade}: {kept[grade]:,} of {there[grade]:,} found")
    print(f"ungraded: {kept[0]:,} of {sum(kept.values()):,} found are not in the truth")


def _rows(sheet: Path) -> Iterable[dict[str, str]]:
    with sheet.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            yield {column: cell for column, cell in row.items() if cell}


def _demands(sample: Path) -> list[Demand]:
    buyers = [BuyerRow.model_validate(row).form() for row in _rows(sample / "pembeli.csv")]
    by_code: dict[str, BuyerForm] = {buyer.code: buyer for buyer in buyers}
    forms = [DemandRow.model_validate(row).form() for row in _rows(sample / "kebutuhan.csv")]
    return [Demand.of(form, Buyer.of(by_code[form.buyer_code], EDITION)) for form in forms]


def _offers(sample: Path) -> list[Offer]:
    regency = {row["kode"]: row["kabupaten"] for row in _rows(sample / "peserta.csv")}
    return [_offer(ProductRow.model_validate(row), regency) for row in _rows(sample / "produk.csv")]


def _offer(row: ProductRow, regency: dict[str, str]) -> Offer:
    form = row.form().model_dump()
    return Offer.model_validate(
        form
        | {
            "id": f"product:{EDITION}:{row.code}",
            "edition": EDITION,
            "version": 1,
            "exhibitor": f"exhibitor:{EDITION}:{row.exhibitor_code}",
            "exhibitor_name": row.exhibitor_code,
            "regency": regency_code(regency[row.exhibitor_code]),
        }
    )


def _truth(sample: Path) -> Grades:
    grades: Grades = defaultdict(dict)
    for row in _rows(sample / "kebenaran.csv"):
        grades[row["kode_kebutuhan"]][row["kode_produk"]] = int(row["nilai"])
    return grades


def _ranked(demand: Demand, offers: Sequence[Offer], today: date) -> list[str]:
    found = [match for offer in offers if (match := matched(demand, offer, today))]
    return [m.product_code for m in sorted(found, key=lambda m: (-m.score, m.product_code))]


def _of_its_category(demand: Demand, offers: Sequence[Offer]) -> list[str]:
    return [offer.code for offer in offers if offer.category == demand.category]


def _mean_ndcg(rankings: Ranking, truth: Grades) -> float:
    judged = [demand for demand in rankings if truth.get(demand)]
    return sum(_ndcg(rankings[demand], truth[demand]) for demand in judged) / len(judged)


def _ndcg(ranking: Sequence[str], grades: dict[str, int]) -> float:
    best = sorted(grades.values(), reverse=True)
    return _dcg([grades.get(product, 0) for product in ranking]) / _dcg(best)


def _dcg(grades: Sequence[int]) -> float:
    gains = (2.0**grade - 1 for grade in grades[:10])
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


if __name__ == "__main__":
    measure()
