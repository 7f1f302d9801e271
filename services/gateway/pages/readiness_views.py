"""What the pages about readiness read of matching's answers."""

from datetime import date
from typing import Literal

from services.gateway.pages.views import View

Status = Literal["met", "expiring", "in_progress", "missing", "unknown", "not_applicable"]
Weight = Literal["law", "buyer", "unconfirmed", "recommended", "lifted"]
OPEN = ("missing", "unknown", "in_progress")


class Row(View):
    """One requirement and how the product stands with it."""

    requirement: str
    name: str
    name_en: str = ""
    issuer: str = ""
    weight: Weight
    holder: Literal["firm", "product"]
    status: Status
    cause: str = ""
    text: str
    text_en: str = ""
    validity: str = ""
    validity_months: int | None = None
    each_time: str = ""
    prepare: str = ""
    prepare_en: str = ""
    papers: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    source: str = ""
    confirmed: bool = True
    unconfirmed: tuple[str, ...] = ()
    verified_on: date | None = None
    asked_by_buyer: bool = False

    @property
    def open(self) -> bool:
        """Whether something is still to be done or answered."""
        return self.status in OPEN

    @property
    def counts_when_held(self) -> str:
        """What stands for its being held when one asks what if."""
        return self.papers[0] if self.papers else self.requirement


class Asked(View):
    """A question that decides about some requirement."""

    code: str
    about: Literal["firm", "product", "fact"]
    text: str
    text_en: str = ""


class Answered(Asked):
    """A question with the answer that was given."""

    value: bool


class Spoke(View):
    """How many of the requirements of one dimension are met."""

    dimension: str
    met: int
    of: int


class Said(View):
    """A sentence."""

    text: str
    text_en: str = ""


class Kind(View):
    """A kind of goods."""

    name: str
    name_en: str = ""


class Coming(View):
    """A requirement that comes into force within a year."""

    requirement: str
    name: str
    name_en: str = ""
    valid_from: date
    certain: bool = True
    unconfirmed: tuple[str, ...] = ()


class Way(View):
    """The smallest set of requirements that opens a market, and what hangs on an answer."""

    steps: tuple[tuple[str, ...], ...] = ()
    depending: tuple[tuple[str, ...], ...] = ()


class Gap(Said):
    """A requirement that keeps a product out, and why."""

    requirement: str
    name: str
    name_en: str = ""


class Gaps(View):
    """What one product lacks for a demand."""

    product_code: str
    ready: bool
    gaps: tuple[Gap, ...] = ()


class GapReport(View):
    """What stands between a product and a market or a demand."""

    product_code: str
    product_name: str
    product_name_en: str = ""
    exhibitor: str
    market: str
    demand: str | None = None
    day: date
    ready: bool
    goods: tuple[Kind, ...] = ()
    remarks: tuple[Said, ...] = ()
    rows: tuple[Row, ...] = ()
    way: Way = Way()
    questions: tuple[Asked, ...] = ()
    answered: tuple[Answered, ...] = ()
    radar: tuple[Spoke, ...] = ()
    coming: tuple[Coming, ...] = ()

    @property
    def exhibitor_code(self) -> str:
        """The code of the firm behind the product."""
        return self.exhibitor.rpartition(":")[2]

    def having(self, weight: Weight) -> list[Row]:
        """The open requirements of one weight, in their order."""
        return [row for row in self.rows if row.weight == weight and row.open]

    @property
    def closed(self) -> list[Row]:
        """What is met."""
        return [row for row in self.rows if row.status in ("met", "expiring")]

    @property
    def foreign(self) -> list[Row]:
        """What does not concern such goods."""
        return [row for row in self.rows if row.status == "not_applicable"]


class Rung(View):
    """A rung of the ladder."""

    market: str
    reached: bool
    blocking: int
    way: Way = Way()
    rows: tuple[Row, ...] = ()

    def named(self, code: str) -> Row | None:
        """An open requirement by its code."""
        return next((row for row in self.rows if row.requirement == code), None)


class Ladder(View):
    """Where a product stands, and the next rung."""

    stands: str | None = None
    next: str | None = None
    rungs: tuple[Rung, ...] = ()

    @property
    def ahead(self) -> Rung | None:
        """The next rung."""
        return next((rung for rung in self.rungs if rung.market == self.next), None)


class Dossier(View):
    """The version of what was said, from which an edit is made."""

    version: int = 0


class Distance(View):
    """How far a product is from a market."""

    market: str
    ready: bool
    blocking: int


class Standing(View):
    """How far a product is from each rung."""

    product_code: str
    product_name: str
    product_name_en: str = ""
    distances: tuple[Distance, ...] = ()


class Lacking(View):
    """How many products and firms lack a requirement."""

    requirement: str
    name: str
    name_en: str = ""
    weight: Weight
    value: str = ""
    products: int
    firms: int


class Statistics(View):
    """Who lacks what in a market."""

    market: str
    products: int
    ready: int
    firms: int
    waiting: int
    items: tuple[Lacking, ...] = ()


class Opener(View):
    """A paper and the demand it would open."""

    paper: str
    demands: int
    rupiah_per_month: int
    products: int


class Openers(View):
    """The papers that would open most demand."""

    items: tuple[Opener, ...] = ()
    demands: int = 0
    open_now: int = 0
    without_price: int = 0


class Proof(View):
    """A requirement that some of a firm's products meet, and by what."""

    name: str
    name_en: str = ""
    dimension: str
    paper: str = ""
    state: Literal["declared", "checked", "rejected"]
    expires: date | None = None
    products: int


class Portrait(View):
    """What everybody may see of a firm's readiness for a market."""

    market: str
    products: int
    radar: tuple[Spoke, ...] = ()
    proofs: tuple[Proof, ...] = ()
