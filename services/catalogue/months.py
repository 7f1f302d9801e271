"""Months with capacity as people write them: “Jan–Mar; Agustus”, “11-2”, “4, 5, 6”."""

import re

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
