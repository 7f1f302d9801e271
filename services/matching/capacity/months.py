"""Calendar months, written as 2026-12."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import StringConstraints

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


def month_of(day: date) -> Month:
    """The month that a day lies in."""
    return f"{day.year:04}-{day.month:02}"


def following(month: Month) -> Month:
    """The next month."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1:04}-01" if number == 12 else f"{year:04}-{number + 1:02}"


def months_from(first: Month, last: Month, most: int) -> tuple[Month, ...]:
    """The months from `first` to `last`, both included, at most `most` of them."""
    months: list[Month] = []
    while first <= last and len(months) < most:
        months.append(first)
        first = following(first)
    return tuple(months)


def end_of(month: Month) -> datetime:
    """The moment at which it is over, in UTC."""
    later = following(month)
    return datetime(int(later[:4]), int(later[5:]), 1, tzinfo=UTC)


def is_among(month: Month, numbers: Iterable[int]) -> bool:
    """Whether it is one of some months of every year (1-12); of all of them when none is named."""
    among = tuple(numbers)
    return not among or int(month[5:]) in among
