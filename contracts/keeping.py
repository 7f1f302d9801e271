"""How long each room keeps what of people, and why; from `data/keeping.csv`."""

import csv
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PositiveInt

_PERIODS = Path(__file__).parents[1] / "data" / "keeping.csv"


class Keeping(BaseModel):
    """One kind of data of people; `days` is None for as long as they have an account."""

    model_config = ConfigDict(frozen=True)

    room: str
    kind: str
    days: Annotated[PositiveInt | None, BeforeValidator(lambda given: given or None)]
    title: str
    title_en: str
    why: str
    why_en: str


@cache
def keeping(room: str) -> tuple[Keeping, ...]:
    """What a room keeps."""
    with _PERIODS.open(encoding="utf-8", newline="") as rows:
        found = [Keeping.model_validate(row) for row in csv.DictReader(rows)]
    return tuple(one for one in found if one.room == room)
