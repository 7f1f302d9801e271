"""A product's coming months: what can be made, what of it is promised, what is free."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from services.catalogue.model import Product
from services.catalogue.values import Value

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Promises(Value):
    """Units of a product that are promised, by month, counted in `unit`; `id` is the product's."""

    id: str
    version: int = 0
    unit: str
    months: Mapping[Month, int]


class MonthOutlook(Value):
    """One month, in the product's unit; `over` is what is promised beyond what can be made."""

    month: Month
    capacity: int
    promised: int
    free: int
    over: int


def outlook(
    product: Product, promises: Promises | None, today: date, number: int
) -> tuple[MonthOutlook, ...]:
    """The next months from that of `today` on.

    Promises in a unit that the product has no longer cannot be compared: whatever can be made is
    then not free until the exhibitor has settled them.
    """
    said = promises.months if promises else {}
    same_unit = promises is None or promises.unit == product.unit
    return tuple(
        _month(product, month, said.get(month, 0), same_unit)
        for month in _months_from(today, number)
    )


def _month(product: Product, month: Month, promised: int, same_unit: bool) -> MonthOutlook:
    capacity = product.capacity_in(int(month[5:])) if same_unit else 0
    return MonthOutlook(
        month=month,
        capacity=capacity,
        promised=promised,
        free=max(0, capacity - promised),
        over=max(0, promised - capacity),
    )


def _months_from(today: date, number: int) -> list[Month]:
    first = today.year * 12 + today.month - 1
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, first + number)]
