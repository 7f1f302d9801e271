"""Months with capacity as people write them: “Jan–Mar; Agustus”, “11-2: 500; 8: 200”."""

import re
from typing import Annotated

from pydantic import Field

from services.catalogue.values import Value

Month = Annotated[int, Field(ge=1, le=12)]
Quantity = Annotated[int, Field(ge=0, le=10**9)]

NAMES = (
    *("januari", "februari", "maret", "april", "mei", "juni"),
    *("juli", "agustus", "september", "oktober", "november", "desember"),
)
ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ALSO = {"agt": 8, "nop": 11}
_PART = re.compile(r"(\w+)(?:\s*[-–—]\s*(\w+))?")
_SEASON = re.compile(r"(?P<months>[^:]+):\s*(?P<units>\d{1,3}(?:[.,]\d{3})+|\d+)", re.ASCII)


class MonthCapacity(Value):
    """Units that can be made in a month of every year."""

    month: Month
    units: Quantity


def capacities_of(text: str) -> tuple[MonthCapacity, ...]:
    """Capacities by month; of several that a month is given the last holds. Raises ValueError."""
    units: dict[int, int] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        found = _SEASON.fullmatch(part)
        if not found:
            raise ValueError(part)
        number = int(re.sub("[.,]", "", found["units"]))
        units |= dict.fromkeys(months_of(found["months"]), number)
    return tuple(MonthCapacity(month=month, units=units[month]) for month in sorted(units))


def capacities_written(capacities: tuple[MonthCapacity, ...]) -> str:
    """The same capacities for a spreadsheet."""
    return "; ".join(f"{one.month}: {one.units}" for one in capacities)


def months_of(text: str) -> tuple[int, ...]:
    """The months (1-12) in order; a range may pass the end of a year. Raises ValueError."""
    months: set[int] = set()
    for part in filter(None, map(str.strip, re.split("[;,]", text))):
        found = _PART.fullmatch(part)
        if not found:
            raise ValueError(part)
        first = _month(found[1])
        last = _month(found[2] or found[1])
        months.update((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))
    return tuple(sorted(months))


def written(months: tuple[int, ...]) -> str:
    """The same months for a spreadsheet."""
    return "; ".join(map(str, months))


def _month(word: str) -> int:
    word = word.lower()
    if word.isdecimal() and 1 <= int(word) <= 12:
        return int(word)
    if word in _ALSO:
        return _ALSO[word]
    months = [*enumerate(NAMES, start=1), *enumerate(ENGLISH, start=1)]
    begun = {month for month, name in months if len(word) >= 3 and name.startswith(word)}
    if len(begun) != 1:
        raise ValueError(word)
    return begun.pop()
