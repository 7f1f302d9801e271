"""Pairs of demand and product that were judged from 0 to 3, and how a ranking agrees with them.

nDCG@10 has gain 2^grade - 1 (Järvelin and Kekäläinen, 2002). Products that nobody judged are left
out of a ranking before it is measured (condensed lists: Sakai, Alternatives to Bpref, 2007), so
that no ranking suffers for finding what was not in the pool.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

JUDGED = Path(__file__).with_name("judged")
FURTHER_DEMANDS = JUDGED / "demands.csv"
ENTIRELY = 3

Grades = dict[str, dict[str, int]]
"""Grade by demand and product."""


class StrangeSample(Exception):
    """The sample is not the one that was judged."""


def grades(names: Mapping[str, str]) -> Grades:
    """All judgements; `names` are those of the products by code. Raises StrangeSample."""
    found: Grades = defaultdict(dict)
    for row in _rows():
        if names.get(row["kode_produk"]) != row["produk"]:
            raise StrangeSample(f"{row['kode_produk']} is not “{row['produk']}” any more")
        found[row["kode_kebutuhan"]][row["kode_produk"]] = int(row["nilai"])
    return dict(found)


def halves(judged: Grades) -> tuple[Grades, Grades]:
    """Every second demand to tune with, and the others to report."""
    codes = sorted(judged)
    first, second = codes[::2], codes[1::2]
    return {code: judged[code] for code in first}, {code: judged[code] for code in second}


def agreement() -> tuple[int, float]:
    """How many pairs were judged twice, and Cohen's kappa of it with quadratic weights (1968)."""
    twice = [(int(r["nilai"]), int(r["nilai_kedua"])) for r in _rows() if r["nilai_kedua"]]
    apart = sum((one - other) ** 2 for one, other in twice) / len(twice)
    by_chance = sum((one - other) ** 2 for one, _ in twice for _, other in twice) / len(twice) ** 2
    return len(twice), 1 - apart / by_chance


def ndcg(ranking: Sequence[str], judged: Mapping[str, int]) -> float:
    """nDCG@10 of a ranking of product codes, best first."""
    seen = [judged[product] for product in ranking if product in judged]
    return _dcg(seen) / _dcg(sorted(judged.values(), reverse=True))


def recall(ranking: Sequence[str], judged: Mapping[str, int]) -> tuple[int, int]:
    """Of the products that meet a demand entirely: how many are among the first 20, and all."""
    seen = [judged[product] for product in ranking if product in judged]
    return seen[:20].count(ENTIRELY), list(judged.values()).count(ENTIRELY)


def _dcg(seen: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(seen[:10]))


def _rows() -> list[dict[str, str]]:
    with (JUDGED / "matches.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
