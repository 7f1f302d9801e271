"""Nouns of readiness: requirements and their dates, goods, firms, what is stated of them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.matching.model import HeldPaper

RuleCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{2,40}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Mark = Annotated[str, StringConstraints(max_length=40)]
"""A code of goods, of a market or of another requirement; the rule book knows which there are."""
Months = Annotated[int, Field(ge=1, le=1200)]

Level = Literal["M", "B", "C", "R", "-"]
Binding = Literal["law", "buyer", "recommended", "lifted"]
Weight = Literal["law", "buyer", "unconfirmed", "recommended", "lifted"]
Dimension = Literal["production", "packaging", "certification", "product", "legal"]
DIMENSIONS: tuple[Dimension, ...] = (
    "production",
    "packaging",
    "certification",
    "product",
    "legal",
)
EachTime = Literal["", "shipment", "lot", "batch", "delivery", "item", "deal", "buyer"]
Doubtful = Literal["validity", "valid_from", "valid_to", "condition"]


class Value(BaseModel):
    """A value that is replaced, not changed."""

    model_config = ConfigDict(frozen=True)


class RuleForm(Value):
    """A requirement as it stands between two days, both counted; open where a day is left out.

    `level` is what the source says (M law, B buyer practice, C conditional, R recommended, - not
    in force), `binds` who insists on it once its condition holds. `condition` says for which
    products it applies, `suffices` for which its evidence is enough, `shown_by` which stated facts
    are evidence in themselves. Of the requirements of one `any_of` group a single one is enough.
    """

    code: RuleCode
    name: Name
    name_en: Name
    issuer: Words
    goods: Annotated[tuple[Mark, ...], Field(min_length=1, max_length=30)]
    markets: Annotated[tuple[Mark, ...], Field(min_length=1, max_length=60)]
    level: Level
    binds: Binding
    dimension: Dimension
    holder: Literal["firm", "product"]
    validity: Words = ""
    validity_months: Months | None = None
    each_time: EachTime = ""
    valid_from: date | None = None
    valid_to: date | None = None
    any_of: Words = ""
    condition: Text = ""
    suffices: Text = ""
    shown_by: Text = ""
    needs: Mark = ""
    basis: Literal["S", "SK", "K"]
    source: Text
    verified_by: Words = ""
    verified_on: date | None = None
    unconfirmed: Annotated[tuple[Doubtful, ...], Field(max_length=20)] = ()
    note: Text = ""
    note_en: Text = ""

    @model_validator(mode="after")
    def _level_and_binding_agree(self) -> Self:
        expected = {"M": "law", "B": "buyer", "R": "recommended", "-": "lifted"}.get(self.level)
        if expected not in (None, self.binds) or (self.level == "C" and self.binds == "lifted"):
            raise ValueError(f"level {self.level} cannot bind as {self.binds}")
        return self

    @property
    def confirmed(self) -> bool:
        """Whether a source stands behind it; what is not confirmed is never shown as law."""
        return self.basis == "S"

    @property
    def weight(self) -> Weight:
        """How much it counts: an unconfirmed law or practice blocks nothing."""
        if self.binds in ("law", "buyer") and not self.confirmed:
            return "unconfirmed"
        return self.binds

    def in_force(self, day: date) -> bool:
        """Whether it is the answer for a day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Goods(Value):
    """A product as readiness knows it: the part of the catalogue's fact that rules look at."""

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
    moq: int = 1
    capacity_per_month: int = 0
    shelf_life_days: int | None = None
    storage: Literal["ambient", "chilled", "frozen"] | None = None
    packed: bool = False
    claims: tuple[str, ...] = ()
    papers: tuple[HeldPaper, ...] = ()


class Firm(Value):
    """An exhibitor as readiness knows it: its place and the papers that it holds itself."""

    id: str
    edition: str
    version: int
    name: str = ""
    regency: str = ""
    papers: tuple[HeldPaper, ...] = ()


class StatementForm(Value):
    """What is said of one requirement: that it is met, or will be by a day."""

    state: Literal["held", "in_progress", "checked", "rejected"]
    number: Words = ""
    expires: date | None = None
    expected: date | None = None
    note: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] = ""


class Statement(StatementForm):
    """The same with who said it and when."""

    by: str
    on: date

    def ended(self, day: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < day


class Dossier(Value):
    """Answers and statements about one firm, product or demand, by question and requirement."""

    id: str
    edition: str
    answers: dict[str, bool] = {}
    statements: dict[str, Statement] = {}
    version: int = 0


class Ask(Value):
    """What a buyer wants beyond the rules: a requirement it insists on, and how well it is met."""

    requirement: RuleCode
    least_days: Annotated[int, Field(ge=0, le=3650)] = 0
    checked: bool = False


class Waiver(Value):
    """A practice that a buyer does not insist on, and why."""

    requirement: RuleCode
    reason: Annotated[str, StringConstraints(min_length=3, max_length=500, strip_whitespace=True)]


class TermsForm(Value):
    """What a buyer adds to the rules, and which practices it waives."""

    asks: Annotated[tuple[Ask, ...], Field(max_length=50)] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=50)] = ()


class Terms(TermsForm):
    """The same of one buyer, with who said it last and when."""

    id: str
    edition: str
    version: int = 0
    by: str = ""
    on: date | None = None
