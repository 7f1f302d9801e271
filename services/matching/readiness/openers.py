"""Which single paper would open most demand that nobody can supply for want of it.

A demand counts as open when some product that matches it lacks none of the papers that law or the
buyer asks for; what is no paper, such as a label, does not count here. A paper opens a demand that
is not open when it is all that some matching product lacks. The demand's worth is its volume a
month times its price limit, or the lowest price offered in the same unit; it counts once for a
paper, however many products would be opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from services.matching.model import Demand


@dataclass(frozen=True)
class Candidate:
    """A product that matches a demand: its price, and what it lacks in papers and holds."""

    product: str
    price: int
    unit: str
    lacking: tuple[tuple[str, ...], ...]
    held: frozenset[str]


class Opener(BaseModel):
    """A kind of paper with the demands it would open, their worth in rupiah a month, and how many
    products would come in by it."""

    paper: str
    demands: int
    rupiah_per_month: int
    products: int


class Openers(BaseModel):
    """The papers that would open most, first by worth, and how the demands stand now."""

    items: list[Opener]
    demands: int
    open_now: int
    without_price: int


def openers(demands: Sequence[Demand], candidates: Mapping[str, Sequence[Candidate]]) -> Openers:
    """`candidates` are the products that match each demand, by its id."""
    opening: dict[str, list[tuple[Demand, set[str]]]] = defaultdict(list)
    open_now = 0
    for demand in demands:
        ways = _ways(demand, candidates.get(demand.id, ()))
        if ways is None:
            open_now += 1
            continue
        for paper, products in ways.items():
            opening[paper].append((demand, products))
    worths = {d.id: _worth(d, candidates.get(d.id, ())) for d in demands}
    items = [_opener(paper, opened, worths) for paper, opened in opening.items()]
    return Openers(
        items=sorted(items, key=lambda item: (-item.rupiah_per_month, -item.demands, item.paper)),
        demands=len(demands),
        open_now=open_now,
        without_price=sum(worth is None for worth in worths.values()),
    )


def _ways(demand: Demand, candidates: Iterable[Candidate]) -> dict[str, set[str]] | None:
    """The papers that alone let some product in, with those products; None when it is open."""
    ways: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        lacking = _lacking(demand, candidate)
        if not lacking:
            return None
        for paper in frozenset.intersection(*lacking):
            ways[paper].add(candidate.product)
    return ways


def _lacking(demand: Demand, candidate: Candidate) -> list[frozenset[str]]:
    """For each gap the papers that would close it, the buyer's own wishes among them."""
    asked = [frozenset((kind,)) for kind in demand.papers if kind not in candidate.held]
    return [frozenset(kinds) for kinds in candidate.lacking] + asked


def _worth(demand: Demand, candidates: Iterable[Candidate]) -> int | None:
    """Rupiah a month; None where neither the buyer nor a product in its unit names a price."""
    offered = (c.price for c in candidates if c.unit == demand.unit)
    price = demand.price_limit or min(offered, default=None)
    return None if price is None else price * demand.volume_per_month


def _opener(
    paper: str, opened: Sequence[tuple[Demand, set[str]]], worths: Mapping[str, int | None]
) -> Opener:
    return Opener(
        paper=paper,
        demands=len(opened),
        rupiah_per_month=sum(worths[demand.id] or 0 for demand, _ in opened),
        products=len(set[str]().union(*(products for _, products in opened))),
    )
