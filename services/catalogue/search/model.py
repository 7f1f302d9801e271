"""What somebody looks for among the goods, and how a wish that nothing meets is loosened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from contracts import lists

Order = Literal["fit", "price", "capacity", "distance"]
Manner = Literal["all", "some", "none"]
Code = Annotated[str, Field(max_length=60)] | None
Amount = Annotated[int, Field(ge=0, le=10**12)] | None

PRICES = (10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)
"""Rupiah per unit up to which goods are counted."""
MOQS = (1, 10, 50, 200, 1_000)
"""Smallest orders up to which goods are counted, in each one's own unit."""
CAPACITIES = (100, 1_000, 10_000, 100_000)
"""Capacities per month from which on goods are counted, in each one's own unit."""

NARROWING = (
    "price_max",
    "moq_max",
    "capacity_min",
    "attendance",
    "paper_checked",
    "paper",
    "regency",
    "category",
)
"""What may be given up when nothing fits, what is least missed first.

Whose goods they are is not among them: another's are never shown in their place.
"""


class Wish(BaseModel):
    """What a list of products is narrowed down to, and what comes first.

    `price_max` is rupiah per unit; `moq_max` and `capacity_min` count each product's own unit.
    `attendance` floor or online includes those who are both.
    """

    model_config = ConfigDict(frozen=True)

    q: Annotated[str, Field(max_length=200)] = ""
    category: Code = None
    regency: Code = None
    attendance: Literal["floor", "online", "both"] | None = None
    paper: Code = None
    paper_checked: Code = None
    exhibitor: Code = None
    price_max: Amount = None
    moq_max: Amount = None
    capacity_min: Amount = None
    sort: Order = "fit"
    near: Code = None

    @field_validator("*", mode="before")
    @classmethod
    def _is_unset_when_empty(cls, given: Any, field: ValidationInfo) -> Any:
        return cls.model_fields[str(field.field_name)].default if given == "" else given

    @field_validator("near")
    @classmethod
    def _is_a_known_place(cls, near: str | None) -> str | None:
        if near is None:
            return None
        code = lists.regency_code(near)
        if code is None:
            raise ValueError(f"there is no regency {near!r}")
        return code

    @model_validator(mode="after")
    def _has_a_place_to_be_near_to(self) -> "Wish":
        if self.sort == "distance" and not self.near:
            raise ValueError("to sort by distance, say near which regency")
        return self

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The filters that are set and may be given up."""
        return tuple(name for name in NARROWING if self.has(name))

    @property
    def is_plain(self) -> bool:
        """Whether it asks for what the shelf itself can answer: no words, bounds or order."""
        bounds = (self.paper, self.paper_checked, self.price_max, self.moq_max, self.capacity_min)
        return not self.q.strip() and self.sort == "fit" and all(bound is None for bound in bounds)

    def has(self, filter_: str) -> bool:
        """Whether a filter is set."""
        return getattr(self, filter_) is not None

    def without(self, *filters: str) -> "Wish":
        """The wish with some filters given up."""
        return self.model_copy(update=dict.fromkeys(filters))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A wish to try, how many of its words must be met, and what was given up for it."""

    wish: Wish
    words: Manner = "all"
    loosened: tuple[str, ...] = ()


def attempts(wish: Wish, words: int) -> Iterator[Attempt]:
    """The wish itself, then ever looser ones; `words` is how many words it has."""
    filters = wish.narrowed_by
    yield Attempt(wish)
    for one in filters:
        yield Attempt(wish.without(one), loosened=(one,))
    if len(filters) > 1:
        yield Attempt(wish.without(*filters), loosened=filters)
    if words > 1:
        yield Attempt(wish, "some", ("words",))
        yield Attempt(wish.without(*filters), "some", ("words", *filters))
    if words:
        yield Attempt(wish, "none", ("words",))
        yield Attempt(wish.without(*filters), "none", ("words", *filters))
