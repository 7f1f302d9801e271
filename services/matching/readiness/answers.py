"""What readiness answers: gap reports, ladders and their parts."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from services.matching.readiness.findings import Cause, Status
from services.matching.readiness.model import Dimension, EachTime, Weight


class Said(BaseModel):
    """A sentence in both languages."""

    text: str
    text_en: str


class Row(BaseModel):
    """One requirement: how the product stands with it, and what to do."""

    requirement: str
    name: str
    name_en: str
    issuer: str
    weight: Weight
    dimension: Dimension
    holder: Literal["firm", "product"]
    status: Status
    cause: Cause
    text: str
    text_en: str
    expires: date | None
    validity: str
    validity_months: int | None
    each_time: EachTime
    valid_from: date | None
    prepare: str
    prepare_en: str
    papers: tuple[str, ...]
    instead: tuple[str, ...]
    needs: str
    questions: tuple[str, ...]
    source: str
    confirmed: bool
    unconfirmed: tuple[str, ...]
    verified_by: str
    verified_on: date | None
    asked_by_buyer: bool


class Asked(Said):
    """A question whose answer decides about some requirement; a fact belongs in the catalogue."""

    code: str
    about: Literal["firm", "product", "fact"]


class Answered(Asked):
    """A question with the answer that was given."""

    value: bool


class Spoke(BaseModel):
    """One dimension of the radar: how many of the requirements that apply are met."""

    dimension: Dimension
    met: int
    of: int


class Kind(BaseModel):
    """A kind of goods that the product is; or may be, when that is not sure."""

    code: str
    name: str
    name_en: str
    sure: bool


class Coming(BaseModel):
    """A requirement that comes into force or changes within a year."""

    requirement: str
    name: str
    name_en: str
    valid_from: date
    weight: Weight
    certain: bool
    unconfirmed: tuple[str, ...]


class Way(BaseModel):
    """The smallest set of requirements that opens the market, and what hangs on an answer."""

    steps: list[tuple[str, ...]]
    depending: list[tuple[str, ...]]
    questions: tuple[str, ...]


class GapReport(BaseModel):
    """What stands between a product and a market, or a buyer's demand, on a day."""

    product: str
    product_code: str
    product_name: str
    product_name_en: str
    exhibitor: str
    market: str
    demand: str | None
    day: date
    ready: bool
    goods: list[Kind]
    remarks: list[Said]
    rows: list[Row]
    way: Way
    questions: list[Asked]
    answered: list[Answered]
    radar: list[Spoke]
    coming: list[Coming]


class RungAnswer(BaseModel):
    """A rung of the ladder and what is still missing for it."""

    market: str
    reached: bool
    blocking: int
    way: Way
    rows: list[Row]


class LadderAnswer(BaseModel):
    """Where a product stands, and the shortest way to the next rung."""

    product: str
    product_code: str
    product_name: str
    product_name_en: str
    day: date
    stands: str | None
    next: str | None
    rungs: list[RungAnswer]
    questions: list[Asked]


class Distance(BaseModel):
    """How many requirements of law and of buyers' practice are open in a market."""

    market: str
    ready: bool
    blocking: int


class Standing(BaseModel):
    """How far a product is from each rung; without distances until it has been summed up."""

    product_code: str
    product_name: str
    product_name_en: str
    distances: list[Distance]


class Standings(BaseModel):
    """The products of a firm, and where to read on."""

    items: list[Standing]
    next: str | None = None
