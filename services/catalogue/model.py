"""Nouns and rules of the catalogue: editions, exhibitors, products; values that never change."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    computed_field,
    model_validator,
)

from contracts import lists
from kernel.problems import Conflict

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
EditionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{3,40}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=160, strip_whitespace=True)]
Claim = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
HsCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Rupiah = Annotated[int, Field(ge=0, le=10**12)]
Quantity = Annotated[int, Field(ge=0, le=10**9)]
Attendance = Literal["floor", "online", "both"]


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)


class Hall(Value):
    """A hall of an edition: a room with stands, or an online one."""

    code: Code
    name: Name
    stands: Annotated[int, Field(ge=0, le=5000)] = 0
    online: bool = False


class EditionForm(Value):
    """What an organiser says of an edition."""

    id: EditionId
    name: Name
    name_en: Name
    starts: date
    ends: date
    venue: Annotated[str, StringConstraints(max_length=200)] = ""
    halls: Annotated[tuple[Hall, ...], Field(max_length=50)] = ()
    is_sample: bool = False

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("an edition cannot end before it starts")
        return self


class Edition(EditionForm):
    """One edition of the expo."""

    version: int = 1


class ExhibitorForm(Value):
    """What is said of an exhibitor; six fields are enough to start."""

    code: Code
    name: Name
    category: str
    regency: str
    attendance: Attendance
    stand: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")] | None = None
    description: Words = ""
    description_en: Words = ""
    website: Annotated[str, StringConstraints(pattern=r"^https?://\S{3,200}$")] | None = None
    is_sample: bool = False

    @model_validator(mode="after")
    def _is_from_a_known_place_and_trade(self) -> Self:
        _expect(self.category in lists.categories(), "category", self.category)
        _expect(self.regency in lists.regencies(), "regency", self.regency)
        return self


class Paper(Value):
    """A certificate that a product or its maker holds; declared until somebody has checked it."""

    kind: str
    number: Annotated[str, StringConstraints(max_length=60)]
    issuer: Annotated[str, StringConstraints(max_length=120)] = ""
    issued: date | None = None
    expires: date | None = None
    state: Literal["declared", "checked", "rejected"] = "declared"

    @property
    def declared(self) -> Self:
        """The paper as its holder knows it, whatever came of checking it."""
        return self.model_copy(update={"state": "declared"})

    @model_validator(mode="after")
    def _is_of_a_known_kind(self) -> Self:
        _expect(self.kind in lists.paper_kinds(), "kind", self.kind)
        return self


class Exhibitor(ExhibitorForm):
    """A cooperative or small producer that takes part in an edition."""

    id: str
    edition: str
    papers: tuple[Paper, ...] = ()
    version: int = 1

    @classmethod
    def of(cls, form: ExhibitorForm, edition: str) -> Self:
        """The exhibitor that a form describes."""
        return cls(**form.model_dump(), id=exhibitor_id(edition, form.code), edition=edition)

    def with_papers_of(self, before: Self | None) -> Self:
        """The same exhibitor, which holds the papers that it held before."""
        return self.model_copy(update={"papers": before.papers}) if before else self


class PriceTier(Value):
    """From `minimum` units on, one unit costs `price` rupiah."""

    minimum: Annotated[int, Field(ge=1, le=10**9)]
    price: Rupiah


class ProductForm(Value):
    """What an exhibitor says of a product.

    `price` is whole rupiah per `unit`; MOQ, carton multiple and capacity count `unit`s; `months`
    are those with capacity (1-12), all of them when empty.
    """

    code: Code
    exhibitor_code: Code
    name: Name
    name_en: Annotated[str, StringConstraints(max_length=160)] = ""
    description: Words = ""
    category: str
    hs_code: HsCode | None = None
    unit: str
    pack: Annotated[str, StringConstraints(max_length=80)] = ""
    variant: Annotated[str, StringConstraints(max_length=120)] = ""
    price: Rupiah
    price_tiers: Annotated[tuple[PriceTier, ...], Field(max_length=10)] = ()
    moq: Annotated[int, Field(ge=1, le=10**9)] = 1
    carton_multiple: Annotated[int, Field(ge=1, le=10**6)] = 1
    capacity_per_month: Quantity = 0
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    lead_time_days: Annotated[int, Field(ge=0, le=730)] = 0
    shelf_life_days: Annotated[int, Field(ge=0, le=7300)] | None = None
    storage: Literal["ambient", "chilled", "frozen"] | None = None
    packed: bool = False
    claims: Annotated[tuple[Claim, ...], Field(max_length=20)] = ()
    papers: Annotated[tuple[Paper, ...], Field(max_length=30)] = ()
    is_sample: bool = False

    @model_validator(mode="after")
    def _is_of_a_known_trade_and_unit(self) -> Self:
        _expect(self.category in lists.categories(), "category", self.category)
        _expect(self.unit in lists.units(), "unit", self.unit)
        return self

    @model_validator(mode="after")
    def _costs_less_the_more_is_bought(self) -> Self:
        steps = [PriceTier(minimum=1, price=self.price), *self.price_tiers]
        for lower, upper in pairwise(steps):
            if upper.minimum <= lower.minimum or upper.price > lower.price:
                raise ValueError("each price tier needs a larger quantity and no higher price")
        return self


class Product(ProductForm):
    """A product on offer, with what must be known of its exhibitor."""

    id: str
    edition: str
    exhibitor: str
    exhibitor_name: str
    regency: str
    attendance: Attendance
    status: Literal["listed", "withdrawn"] = "listed"
    version: int = 1

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unit_code(self) -> str:
        """The unit's code of UNECE Recommendations 20 and 21."""
        return lists.units()[self.unit].unece

    @classmethod
    def of(cls, form: ProductForm, maker: Exhibitor) -> Self:
        """The product that a form describes, made by `maker`."""
        return cls(
            **form.model_dump(),
            id=product_id(maker.edition, form.code),
            edition=maker.edition,
            **known_of(maker),
        )

    def vouched_for(self, before: Self | None) -> Self:
        """The same product, with just those papers checked or rejected that were so before.

        Whoever holds a paper declares it; only the office says what came of checking it.
        """
        known = {paper.declared: paper.state for paper in before.papers} if before else {}
        papers = tuple(
            paper.model_copy(update={"state": known.get(paper.declared, "declared")})
            for paper in self.papers
        )
        return self.model_copy(update={"papers": papers})

    def made_by(self, maker: Exhibitor) -> Self:
        """The same product after its exhibitor changed."""
        return self.model_copy(update=known_of(maker))

    def withdrawn(self) -> Self:
        """No longer on offer. Raises Conflict when it is not now."""
        if self.status == "withdrawn":
            raise Conflict(
                f"Produk {self.name} sudah ditarik.",
                f"Product {self.name} is withdrawn already.",
                code="already-withdrawn",
            )
        return self.model_copy(update={"status": "withdrawn", "version": self.version + 1})


def known_of(maker: Exhibitor) -> dict[str, Any]:
    """What a product repeats of its exhibitor, so that a list of products needs no second look."""
    return {
        "exhibitor": maker.id,
        "exhibitor_name": maker.name,
        "regency": maker.regency,
        "attendance": maker.attendance,
    }


def exhibitor_id(edition: str, code: str) -> str:
    """The id of an exhibitor; also the party that its people act for."""
    return f"exhibitor:{edition}:{code}"


def product_id(edition: str, code: str) -> str:
    """The id of a product."""
    return f"product:{edition}:{code}"


def _expect(known: bool, field: str, value: str) -> None:
    if not known:
        raise ValueError(f"{field} {value!r} is not known")
