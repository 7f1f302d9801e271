"""Quotes side by side, in the demand's unit and at the wanted volume; money is exact throughout."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, NamedTuple, get_args

from services.matching.quotes.quote import Quote

Order = Literal["price", "cost", "cover", "lead-time", "valid-until"]
ORDERS: tuple[Order, ...] = get_args(Order)


class Line(NamedTuple):
    """One quote, made comparable for `volume` of the demand's units a month.

    `units` are bought a month, each for `unit_price` rupiah and holding `ratio` of the demand's
    unit; `price` is rupiah for one of that unit; `covers` the share of the wanted volume, 0 to 1,
    on the average of the months; `short_months` are those (1-12) in which it covers less than all.
    """

    quote: Quote
    volume: int
    ratio: Fraction
    units: int
    unit_price: int
    price: Fraction
    monthly_cost: int
    covers: Fraction
    short_months: tuple[int, ...]

    @property
    def offered(self) -> int:
        """Whole units of the demand that are offered in an ordinary month."""
        return floor(self.quote.form.volume_per_month * self.ratio)

    @property
    def smallest_order(self) -> int:
        """The smallest order in whole units of the demand, rounded up."""
        return ceil(self.quote.form.smallest_order * self.ratio)

    @property
    def exceeds_demand(self) -> bool:
        """Whether its smallest order is more than is wanted."""
        return self.smallest_order > self.volume


def compare(quotes: Sequence[Quote], volume: int, unit: str, order: Order = "price") -> list[Line]:
    """Quotes for `volume` units a month, the best first; equal ones by price, then by id."""
    lines = [line_of(quote, volume, unit) for quote in quotes]
    key = _KEYS[order]
    return sorted(lines, key=lambda line: (key(line), line.price, line.quote.id))


def line_of(quote: Quote, volume: int, unit: str) -> Line:
    """A quote as it reads for a demand of `volume` `unit`s a month.

    As many whole units are bought as the demand needs, at most what is offered and at least the
    smallest order. Raises Invalid when the units cannot be converted.
    """
    form = quote.form
    ratio = form.ratio(unit)
    needed = ceil(volume / ratio)
    units = max(min(needed, form.volume_per_month), form.smallest_order)
    unit_price = form.price_at(units)
    whole = Fraction(1)
    shares = {m: min(form.volume_in(m) * ratio / volume, whole) for m in range(1, 13)}
    return Line(
        quote=quote,
        volume=volume,
        ratio=ratio,
        units=units,
        unit_price=unit_price,
        price=unit_price / ratio,
        monthly_cost=units * unit_price,
        covers=sum(shares.values(), start=0 * whole) / 12,
        short_months=tuple(month for month, share in shares.items() if share < whole),
    )


_KEYS: dict[Order, Callable[[Line], Fraction | int]] = {
    "price": lambda line: line.price,
    "cost": lambda line: line.monthly_cost,
    "cover": lambda line: -line.covers,
    "lead-time": lambda line: line.quote.form.lead_time_days,
    "valid-until": lambda line: -line.quote.form.valid_until.toordinal(),
}


def best(lines: Sequence[Line]) -> dict[Order, frozenset[str]]:
    """Ids of the quotes with the best value of each kind; of all that share it."""
    return {
        order: frozenset(line.quote.id for line in lines if _KEYS[order](line) == top)
        for order in ORDERS
        if lines and (top := min(_KEYS[order](line) for line in lines)) is not None
    }


def rounded(value: Fraction) -> int:
    """Whole rupiah, a half rounded up."""
    return floor(value + Fraction(1, 2))
