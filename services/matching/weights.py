"""How much each part of a fit weighs: an edition's own weights, or those of the data."""

import csv
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from services.matching.model import Value

_DATA = Path(__file__).parents[2] / "data" / "fit_weights.csv"

PARTS = ("goods", "volume", "price", "papers", "place", "terms", "time")
Share = Field(ge=0, le=1)


class Weights(Value):
    """The weight of each part; together they make 1."""

    goods: float = Share
    volume: float = Share
    price: float = Share
    papers: float = Share
    place: float = Share
    terms: float = Share
    time: float = Share

    @model_validator(mode="after")
    def _make_one(self) -> Self:
        if abs(sum(self.of(part) for part in PARTS) - 1) > 1e-6:
            raise ValueError("weights must add up to 1")
        return self

    def of(self, part: str) -> float:
        """The weight of one part."""
        weight: float = getattr(self, part)
        return weight


@cache
def usual() -> Weights:
    """The weights of an edition that has none of its own: tuned on judged pairs."""
    with _DATA.open(encoding="utf-8", newline="") as rows:
        return Weights.model_validate({row["part"]: row["weight"] for row in csv.DictReader(rows)})
