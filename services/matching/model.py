"""Nouns of matching: buyers, demands, what is on offer, and a match between the two."""

from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from kernel.cells import cell_error
from kernel.problems import Conflict
from services.matching import naming, places
from services.matching.known import Category, Destination, Paper, Unit

YEAR = frozenset(range(1, 13))

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=160, strip_whitespace=True)]
Keyword = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Choice = Annotated[str, StringConstraints(max_length=60)]
"""A word of a closed list, in which it is looked up."""
Quantity = Annotated[int, Field(ge=1, le=10**9)]
BuyerKind = Literal[
    "supermarket",
    "hypermarket",
    "distributor",
    "importer",
    "trade_office",
    "attache",
    "hotel",
    "state_firm",
    "gift_shop",
    "export_trader",
    "coffee_buyer",
]


def _each_once(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kinds))


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True)


class BuyerForm(Value):
    """What is said of a buyer."""

    code: Code
    name: Name
    kind: BuyerKind
    country: Choice = "ID"
    city: Annotated[str, StringConstraints(max_length=80)] = ""
    time_zone: Choice = "Asia/Jakarta"
    is_sample: bool = False

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.country not in places.countries():
            raise ValueError(f"country {self.country!r} is not known")
        if self.time_zone not in places.time_zones():
            raise ValueError(f"time zone {self.time_zone!r} is not known")
        return self


class Buyer(BuyerForm):
    """A firm or office that looks for goods in an edition."""

    id: str
    edition: str
    version: int = 1

    @classmethod
    def of(cls, form: BuyerForm, edition: str) -> Self:
        """The buyer that a form describes."""
        return cls(**form.model_dump(), id=buyer_id(edition, form.code), edition=edition)


class DemandForm(Value):
    """What a buyer says it needs.

    `volume_per_month` and `largest_moq` count `unit`s; `price_limit` is whole rupiah per unit;
    `keywords` are names of the goods, each a few words; `destination` is a BPS regency code or an
    ISO 3166 country code. Of the `papers` wanted, `musts` are those without which nothing is
    considered; `longest_lead_days` is how long the buyer waits from order to delivery, and
    `payment_days` how long after that it pays. `end_buyer` names whom a broker states the demand
    for; whose an `anonymous` demand is, exhibitors do not learn until they are awarded.
    """

    code: Code
    buyer_code: Code
    title: Name
    title_en: Annotated[str, StringConstraints(max_length=160)] = ""
    category: Category
    hs_code: Annotated[str, StringConstraints(pattern=r"^\d{6}$")] | None = None
    keywords: Annotated[tuple[Keyword, ...], Field(max_length=20)] = ()
    unit: Unit
    volume_per_month: Quantity
    price_limit: Annotated[int, Field(ge=1, le=10**12)] | None = None
    largest_moq: Quantity | None = None
    papers: Annotated[tuple[Paper, ...], Field(max_length=20), AfterValidator(_each_once)] = ()
    musts: Annotated[tuple[Paper, ...], Field(max_length=20), AfterValidator(_each_once)] = ()
    longest_lead_days: Annotated[int, Field(ge=1, le=730)] | None = None
    payment_days: Annotated[int, Field(ge=0, le=365)] | None = None
    destination: Destination
    market: Annotated[str, StringConstraints(pattern=r"^(LT|LM|IN|X:[A-Z]{2})$")]
    starts: date | None = None
    ends: date | None = None
    end_buyer: Annotated[str, StringConstraints(max_length=160, strip_whitespace=True)] = ""
    anonymous: bool = False
    is_sample: bool = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.starts and self.ends and self.ends < self.starts:
            raise cell_error(
                "ends-before-start",
                "Tanggal selesai harus sesudah tanggal mulai.",
                "A demand cannot end before it starts.",
            )
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """What the goods may be called."""
        return self.keywords or tuple(name for name in (self.title, self.title_en) if name)

    @cached_property
    def words_of_names(self) -> tuple[tuple[str, ...], ...]:
        """The words of each of its names, and of what else these are called."""
        return tuple(dict.fromkeys(n for name in self.names for n in naming.names_of(name)))

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends is not None and self.ends < today

    @cached_property
    def months(self) -> frozenset[int]:
        """The months (1-12) in which it wants goods: all of them unless it ends within a year."""
        if not self.starts or not self.ends:
            return YEAR
        first, last = (day.year * 12 + day.month for day in (self.starts, self.ends))
        return frozenset((month - 1) % 12 + 1 for month in range(first, last + 1))

    @property
    def words(self) -> list[str]:
        """The words of all its names."""
        return list({word: None for words in self.words_of_names for word in words})


class Demand(DemandForm):
    """A need that a buyer has stated."""

    id: str
    edition: str
    buyer: str
    buyer_name: str
    posted_by: str = ""
    status: Literal["open", "withdrawn"] = "open"
    version: int = 1

    @classmethod
    def of(cls, form: DemandForm, buyer: Buyer, posted_by: str = "") -> Self:
        """The demand that a form describes, of `buyer`; stated by an account, or imported ("")."""
        return cls(
            **form.model_dump(),
            posted_by=posted_by,
            id=demand_id(buyer.edition, form.code),
            edition=buyer.edition,
            buyer=buyer.id,
            buyer_name=buyer.name,
        )

    def asked_by(self, buyer: Buyer) -> Self:
        """The same demand after its buyer changed."""
        return self.model_copy(update={"buyer_name": buyer.name})

    def withdrawn(self) -> Self:
        """No longer open. Raises Conflict when it is not now."""
        if self.status == "withdrawn":
            raise Conflict(
                f"Kebutuhan {self.title} sudah ditutup.",
                f"Demand {self.title} is closed already.",
                code="already-withdrawn",
            )
        return self.model_copy(update={"status": "withdrawn", "version": self.version + 1})


class Tier(Value):
    """From `minimum` units on, one unit costs `price` rupiah."""

    minimum: int
    price: int


class MonthCapacity(Value):
    """Units that can be made in a month (1-12) of every year."""

    month: int
    units: int


class HeldPaper(Value):
    """A certificate that an offer comes with."""

    kind: str
    state: Literal["declared", "checked", "rejected"]
    expires: date | None = None

    def ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today


class Offer(Value):
    """A product as matching knows it: the part of the catalogue's fact that a fit depends on."""

    id: str
    edition: str
    version: int
    status: Literal["listed", "withdrawn"] = "listed"
    code: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    name: str
    name_en: str = ""
    category: str
    hs_code: str | None = None
    unit: str
    pack: str = ""
    price: int
    price_tiers: tuple[Tier, ...] = ()
    moq: int = 1
    carton_multiple: int = 1
    capacity_per_month: int = 0
    months: tuple[int, ...] = ()
    capacities: tuple[MonthCapacity, ...] = ()
    lead_time_days: int = 0
    credit_days: int | None = None
    papers: tuple[HeldPaper, ...] = ()

    @cached_property
    def own_capacities(self) -> dict[int, int]:
        """Units of the months (1-12) whose capacity is not that of the others."""
        return {one.month: one.units for one in self.capacities}

    @cached_property
    def largest_capacity(self) -> int:
        """Units of the month in which most can be made; 0 where none is stated."""
        return max([self.capacity_per_month, *self.own_capacities.values()])

    @cached_property
    def open_months(self) -> frozenset[int]:
        """The months (1-12) in which it is made; all of them where nothing is said of that."""
        named = frozenset(self.months) or YEAR
        if not self.largest_capacity:
            return named
        own, others = self.own_capacities, self.capacity_per_month
        return frozenset(month for month in named if own.get(month, others))

    def capacity_in(self, month: int) -> int:
        """Units that can be made in a month (1-12)."""
        if month not in self.open_months:
            return 0
        return self.own_capacities.get(month, self.capacity_per_month)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of its names in both languages."""
        return tuple(naming.WORDS.of(self.name, self.name_en))

    @cached_property
    def word_set(self) -> frozenset[str]:
        """The same, to be looked up in."""
        return frozenset(self.words)

    def price_at(self, quantity: float) -> int:
        """Rupiah per unit when `quantity` units are bought."""
        reached = [tier.price for tier in self.price_tiers if quantity >= tier.minimum]
        return reached[-1] if reached else self.price


def buyer_id(edition: str, code: str) -> str:
    """The id of a buyer; also the party that its people act for."""
    return f"buyer:{edition}:{code}"


def demand_id(edition: str, code: str) -> str:
    """The id of a demand."""
    return f"demand:{edition}:{code}"
