"""How many goods each value of a filter would leave, all the other filters staying as they are."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from pydantic import BaseModel
from tantivy import Query, Searcher

from services.catalogue.search.model import CAPACITIES, MOQS, PRICES

VALUES = ("category", "regency", "attendance", "paper", "paper_checked")
BOUNDS = {"price_max": PRICES, "moq_max": MOQS, "capacity_min": CAPACITIES}
FACETS = (*VALUES, *BOUNDS)
_FIELDS = {"price_max": "price", "moq_max": "moq", "capacity_min": "capacity"}
_MOST_VALUES = 100


class Count(BaseModel):
    """A value of a filter and how many goods it would leave."""

    value: str
    count: int


def counted(searcher: Searcher, goods: Query, facets: Sequence[str]) -> dict[str, list[Count]]:
    """The counts of some facets among some goods; values that would leave nothing are left out."""
    answer = searcher.aggregate(goods, {facet: _asked(facet) for facet in facets})
    return {
        facet: [count for count in _read(facet, answer[facet]["buckets"]) if count.count]
        for facet in facets
    }


def _asked(facet: str) -> dict[str, Any]:
    if facet in VALUES:
        return {"terms": {"field": facet, "size": _MOST_VALUES}}
    first = 0 if facet == "capacity_min" else 1
    edges = [float(bound + first) for bound in BOUNDS[facet]]
    ranges = [
        {"to": edges[0]},
        *({"from": low, "to": high} for low, high in pairwise(edges)),
        {"from": edges[-1]},
    ]
    return {"range": {"field": _FIELDS[facet], "ranges": ranges}}


def _read(facet: str, buckets: Sequence[Mapping[str, Any]]) -> Iterable[Count]:
    if facet in VALUES:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
        if facet == "attendance":
            counts = _presence(counts)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [Count(value=value, count=count) for value, count in ranked]
    steps = [bucket["doc_count"] for bucket in sorted(buckets, key=_lower_edge)]
    if facet == "capacity_min":
        left = list(accumulate(reversed(steps)))[-2::-1]
    else:
        left = list(accumulate(steps))[:-1]
    return [
        Count(value=str(bound), count=count)
        for bound, count in zip(BOUNDS[facet], left, strict=True)
    ]


def _presence(counts: Mapping[str, int]) -> dict[str, int]:
    """On the floor and online are also those who are both."""
    both = counts.get("both", 0)
    one = {value: counts.get(value, 0) + both for value in ("floor", "online")}
    return one | {"both": both}


def _lower_edge(bucket: Mapping[str, Any]) -> float:
    edge: float = bucket.get("from", 0.0)
    return edge
