"""What the office's pages read of requirements: their versions, changes and trials."""

from datetime import date, datetime

from services.gateway.pages.views import View


class RuleVersion(View):
    """A requirement as it stands between two days."""

    code: str
    name: str
    name_en: str
    issuer: str = ""
    goods: tuple[str, ...]
    markets: tuple[str, ...]
    level: str
    binds: str
    dimension: str
    holder: str
    validity: str = ""
    validity_months: int | None = None
    each_time: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    any_of: str = ""
    condition: str = ""
    suffices: str = ""
    shown_by: str = ""
    needs: str = ""
    basis: str
    source: str
    verified_by: str = ""
    verified_on: date | None = None
    unconfirmed: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""

    @property
    def confirmed(self) -> bool:
        return self.basis == "S"

    def in_force(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Rule(View):
    """A requirement with all its versions."""

    code: str
    versions: tuple[RuleVersion, ...]
    version: int
    edited: bool = False

    def on(self, day: date) -> RuleVersion:
        """The version in force on a day; the last one where none is."""
        return next((one for one in self.versions if one.in_force(day)), self.versions[-1])


class Rules(View):
    """Requirements by code."""

    items: tuple[Rule, ...]


class Kind(View):
    """A kind of goods."""

    code: str
    name: str
    name_en: str


class Kinds(View):
    """What requirements may name."""

    goods: tuple[Kind, ...]
    markets: tuple[str, ...]

    @property
    def goods_by_code(self) -> dict[str, Kind]:
        return {kind.code: kind for kind in self.goods}


class RuleChange(View):
    """A change of a requirement, and how many goods still wait to be looked through for it."""

    version: int
    by: str
    at: datetime
    goods: int = 0
    markets: tuple[str, ...] | None = None
    waiting: int = 0

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return 1 - self.waiting / self.goods if self.goods else 1.0


class RuleHistory(View):
    """Changes of a requirement, the latest first."""

    items: tuple[RuleChange, ...]


class Standing(View):
    """Of the goods tried: whom a requirement asks, who lacks it, who is ready."""

    asked: int
    lacking: int
    ready: int


class Effect(View):
    """Goods in a market before and after a change."""

    market: str
    before: Standing
    after: Standing


class Turned(View):
    """Goods that a change lets in or keeps out."""

    product_code: str
    product_name: str
    exhibitor_name: str
    market: str
    ready: bool


class Rehearsal(View):
    """What a change would do."""

    day: date
    goods: int
    tried: int
    effects: tuple[Effect, ...]
    turned: int
    examples: tuple[Turned, ...]
