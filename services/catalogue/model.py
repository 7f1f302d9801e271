"""Nouns and rules of the catalogue: exhibitors and products."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, computed_field, model_validator

from contracts import lists
from kernel.cells import cell_error, line, text
from kernel.problems import Conflict
from services.catalogue.months import Month, MonthCapacity, Quantity
from services.catalogue.papers.model import MOST_PAPERS, Holder, Paper, PaperForm, as_declared
from services.catalogue.pictures.model import Picture
from services.catalogue.values import Code, Entry, Rupiah, Value, expect_known, expect_once
from services.catalogue.variants import MOST_VARIANTS, Variant, named_variants

Name = Annotated[str, line(160, least=2)]
Claim = Annotated[str, line(200), Field(pattern=r"^[^;]+$")]
Words = Annotated[str, text(2000)]
HsCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Attendance = Literal["floor", "online", "both"]
StandCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")]
ProfileId = Annotated[str, StringConstraints(pattern=r"^profile:[a-z0-9-]{3,40}:[\w.-]{1,40}$")]
Status = Literal["draft", "listed", "withdrawn"]
Declared = Annotated[tuple[PaperForm, ...], Field(max_length=MOST_PAPERS)] | None
"""The papers that a form lists; None where it says nothing of papers."""


class ExhibitorForm(Value):
    """What is said of an exhibitor; five fields are enough to start.

    Of `profile`, `stand`, `needs_access` and `papers` None says nothing: they stay as they are.
    """

    code: Code
    name: Name
    category: Entry
    regency: Entry
    attendance: Attendance
    stand: StandCode | None = None
    needs_access: bool | None = None
    description: Words = ""
    description_en: Words = ""
    website: Annotated[str, StringConstraints(pattern=r"^https?://\S{3,200}$")] | None = None
    papers: Declared = None
    profile: ProfileId | None = None
    is_sample: bool = False

    @model_validator(mode="after")
    def _is_from_a_known_place_and_trade(self) -> Self:
        expect_known(self.category in lists.categories(), "category", self.category)
        expect_known(self.regency in lists.regencies(), "regency", self.regency)
        return self


class Exhibitor(ExhibitorForm, Holder):
    """A profile's part in one edition: how it attends, where it stands, what it shows there.

    What is the profile's own is repeated here, so that a list needs no second look. A stand that
    was given `by` hand is left alone by the rule.
    """

    code: Code
    name: Name
    profile: ProfileId
    needs_access: bool = False
    stand_by: Literal["hand", "rule"] = "hand"
    papers: tuple[Paper, ...] = ()
    picture: Picture | None = None

    @classmethod
    def of(cls, form: ExhibitorForm, edition: str, before: Self | None = None) -> Self:
        """The exhibitor that a form describes; what it says nothing of is as it was before."""
        stand = form.stand or (before.stand if before else None)
        return cls(
            **form.model_dump(exclude={"papers", "profile", "stand", "needs_access"}),
            id=exhibitor_id(edition, form.code),
            edition=edition,
            profile=before.profile if before else form.profile or profile_id(edition, form.code),
            stand=stand if form.attendance != "online" else None,
            stand_by=before.stand_by if before and before.stand == stand else "hand",
            needs_access=_or_before(form.needs_access, before.needs_access if before else False),
            papers=_held(form.papers, before),
            picture=before.picture if before else None,
        )

    def at(self, stand: str | None, by: Literal["hand", "rule"]) -> Self:
        """The same exhibitor at another stand, or at none."""
        return self.model_copy(update={"stand": stand, "stand_by": by, "version": self.version + 1})


class PriceTier(Value):
    """From `minimum` units on, one unit costs `price` rupiah."""

    minimum: Annotated[int, Field(ge=1, le=10**9)]
    price: Rupiah


def _as_people_say(unit: str) -> str:
    """A unit by its word, also where its UNECE code was given."""
    return lists.unit_word(unit) or unit


class ProductForm(Value):
    """What an exhibitor says of a product.

    `price` is whole rupiah per `unit`; MOQ, carton multiple and capacity count `unit`s; `months`
    are those with capacity (1-12), all of them when empty, and `capacities` those in which it is
    not `capacity_per_month`; `credit_days` is how long after delivery the exhibitor waits for its
    money.
    """

    code: Code
    exhibitor_code: Code
    name: Name
    name_en: Annotated[str, line(160, least=0)] = ""
    description: Words = ""
    category: Entry
    hs_code: HsCode | None = None
    unit: Annotated[Entry, AfterValidator(_as_people_say)]
    pack: Annotated[str, line(80, least=0)] = ""
    variants: Annotated[tuple[Variant, ...], Field(max_length=MOST_VARIANTS)] = ()
    price: Rupiah
    price_tiers: Annotated[tuple[PriceTier, ...], Field(max_length=10)] = ()
    moq: Annotated[int, Field(ge=1, le=10**9)] = 1
    carton_multiple: Annotated[int, Field(ge=1, le=10**6)] = 1
    capacity_per_month: Quantity = 0
    months: Annotated[tuple[Month, ...], Field(max_length=12)] = ()
    capacities: Annotated[tuple[MonthCapacity, ...], Field(max_length=12)] = ()
    lead_time_days: Annotated[int, Field(ge=0, le=730)] = 0
    credit_days: Annotated[int, Field(ge=0, le=365)] | None = None
    shelf_life_days: Annotated[int, Field(ge=0, le=7300)] | None = None
    storage: Literal["ambient", "chilled", "frozen"] | None = None
    packed: bool = False
    claims: Annotated[tuple[Claim, ...], Field(max_length=20)] = ()
    papers: Declared = None
    is_sample: bool = False

    @model_validator(mode="before")
    @classmethod
    def _reads_variants_of_before(cls, said: Any) -> Any:
        """Variants were one text, `variant`, which is still read where no list is given."""
        if not isinstance(said, dict) or "variants" in said or "variant" not in said:
            return said
        return {**said, "variants": named_variants(said["variant"])}

    @model_validator(mode="after")
    def _says_each_variant_and_month_once(self) -> Self:
        expect_once("variants", [variant.name.casefold() for variant in self.variants])
        expect_once("variants", [one.code for one in self.variants if one.code])
        expect_once("capacities", [one.month for one in self.capacities])
        return self

    @model_validator(mode="after")
    def _is_of_a_known_trade_and_unit(self) -> Self:
        expect_known(self.category in lists.categories(), "category", self.category)
        expect_known(self.unit in lists.units(), "unit", self.unit)
        return self

    @model_validator(mode="after")
    def _costs_less_the_more_is_bought(self) -> Self:
        steps = [PriceTier(minimum=1, price=self.price), *self.price_tiers]
        for lower, upper in pairwise(steps):
            if upper.minimum <= lower.minimum or upper.price > lower.price:
                raise cell_error(
                    "tiers-not-in-order",
                    "Harga bertingkat: setiap tingkat perlu jumlah yang lebih besar dan harga yang"
                    " tidak lebih tinggi.",
                    "Price tiers: each needs a larger quantity and no higher price.",
                )
        return self


class Product(ProductForm, Holder):
    """A product, with what must be known of its exhibitor; a draft was never on offer."""

    code: Code
    name: Name
    papers: tuple[Paper, ...] = ()
    picture: Picture | None = None
    exhibitor: str
    exhibitor_name: str
    regency: str
    attendance: Attendance
    status: Status = "listed"

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unit_code(self) -> str:
        """The unit's code of UNECE Recommendations 20 and 21."""
        return lists.units()[self.unit].unece

    @computed_field  # type: ignore[prop-decorator]
    @property
    def variant(self) -> str:
        """The names of its variants in one text."""
        return "; ".join(variant.name for variant in self.variants)

    def capacity_in(self, month: int) -> int:
        """Units that can be made in a month of the year (1-12)."""
        if self.months and month not in self.months:
            return 0
        own = {one.month: one.units for one in self.capacities}
        return own.get(month, self.capacity_per_month)

    @classmethod
    def of(cls, form: ProductForm, maker: Exhibitor, before: Self | None = None) -> Self:
        """The product that a form describes, made by `maker`.

        What the form says nothing of is as it was before. Whoever holds a paper declares it;
        what came of checking it is not taken from a form.
        """
        return cls(
            **form.model_dump(exclude={"papers"}),
            id=product_id(maker.edition, form.code),
            edition=maker.edition,
            papers=_held(form.papers, before),
            picture=before.picture if before else None,
            **known_of(maker),
        )

    def made_by(self, maker: Exhibitor) -> Self:
        """The same product after its exhibitor changed."""
        return self.model_copy(update=known_of(maker))

    def withdrawn(self) -> Self:
        """No longer on offer. Raises Conflict when it is not now."""
        if self.status == "draft":
            raise Conflict(
                f"Produk {self.name} masih draf, jadi belum ditawarkan.",
                f"Product {self.name} is a draft, so it is not on offer yet.",
                code="not-listed",
            )
        if self.status == "withdrawn":
            raise Conflict(
                f"Produk {self.name} sudah ditarik.",
                f"Product {self.name} is withdrawn already.",
                code="already-withdrawn",
            )
        return self.model_copy(update={"status": "withdrawn", "version": self.version + 1})

    def published(self) -> Self:
        """On offer. Raises Conflict when it is so now."""
        if self.status == "listed":
            raise Conflict(
                f"Produk {self.name} sudah ditawarkan.",
                f"Product {self.name} is on offer already.",
                code="already-listed",
            )
        return self.model_copy(update={"status": "listed", "version": self.version + 1})


def _or_before(said: bool | None, before: bool) -> bool:
    return before if said is None else said


def _held(declared: Declared, before: Holder | None) -> tuple[Paper, ...]:
    held = before.papers if before else ()
    return held if declared is None else as_declared(declared, held)


def status_after(asked: Status, before: Product | None) -> Status:
    """What becomes of a product that a sheet says is in a state; what was offered is no draft."""
    if asked == "draft" and before is not None:
        return before.status
    return asked


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


def profile_id(edition: str, code: str) -> str:
    """The lasting id of an exhibitor that was first listed in an edition, under a code."""
    return f"profile:{edition}:{code}"


def product_id(edition: str, code: str) -> str:
    """The id of a product."""
    return f"product:{edition}:{code}"
