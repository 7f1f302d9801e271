"""What the pages read of the services' answers; whatever else these say is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from contracts import lists
from services.gateway.model import LanguageCode
from services.gateway.pages.formats import JAKARTA

Item = TypeVar("Item")
Attendance = Literal["floor", "online", "both"]

YEAR = range(1, 13)
EXPIRES_SOON = timedelta(days=90)


class View(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Listing(View, Generic[Item]):
    """Some items, how many there are in all, and where to read on."""

    items: list[Item]
    next: str | None = None
    total: int | None = None
    unread: int = 0


class Counts(View):
    """How much an edition has."""

    exhibitors: int = 0
    products: int = 0


class Hall(View):
    """A hall of an edition."""

    name: str
    stands: int = 0
    online: bool = False


class Edition(View):
    """An edition of the expo."""

    id: str
    name: str
    name_en: str = ""
    starts: date
    ends: date
    venue: str = ""
    halls: list[Hall] = []
    mall: Literal["open", "closed"] = "open"
    rule_set: Literal["home", "home-and-export"] = "home-and-export"
    is_sample: bool = False
    counts: Counts = Counts()

    def is_over(self, today: date) -> bool:
        """Whether nobody stands on the floor any more."""
        return self.ends < today

    def is_shut(self, today: date) -> bool:
        """Whether its goods are not on show any more either."""
        return self.is_over(today) and self.mall == "closed"

    def of_its_markets(self, markets: Sequence[str]) -> list[str]:
        """Those for which its exhibitors get ready: all of them, or those at home."""
        return [m for m in markets if self.rule_set != "home" or not m.startswith("X:")]

    @property
    def has_stands(self) -> bool:
        return any(hall.stands for hall in self.halls)


class Named(View):
    """A code with its names."""

    code: str
    name: str
    name_en: str = ""


class FacetValue(View):
    """A value of a facet and how many things have it."""

    value: str
    count: int


class Facets(View):
    """By what a list can be narrowed."""

    category: list[FacetValue] = []
    regency: list[FacetValue] = []
    attendance: list[FacetValue] = []


class Picture(View):
    """A picture by its id; `width` and `height` are of its largest size."""

    id: str
    width: int
    height: int

    def address(self, edition: str, size: int) -> str:
        """Where it is, its longer side at most `size` pixels (320, 800 or 1600)."""
        return f"/api/v1/editions/{edition}/pictures/{self.id}-{size}.webp"

    def sources(self, edition: str) -> str:
        """All sizes with their widths, for the browser to choose from."""
        longest = max(self.width, self.height)
        widths = {size: round(self.width * min(1, size / longest)) for size in (320, 800, 1600)}
        return ", ".join(f"{self.address(edition, size)} {w}w" for size, w in widths.items())


class Paper(View):
    """A certificate and who has looked at it."""

    kind: str
    number: str = ""
    issuer: str = ""
    state: Literal["declared", "checked", "rejected"] = "declared"
    issued: date | None = None
    expires: date | None = None
    checked_at: datetime | None = None

    @property
    def checked_on(self) -> date | None:
        """The day in Central Java on which the office last judged it."""
        return self.checked_at.astimezone(JAKARTA).date() if self.checked_at else None

    def has_expired(self, today: date) -> bool:
        return self.expires is not None and self.expires < today

    def expires_soon(self, today: date) -> bool:
        """Within 90 days."""
        return self.expires is not None and today <= self.expires < today + EXPIRES_SOON


class Exhibitor(View):
    """A cooperative or small producer in an edition."""

    code: str
    name: str
    category: str
    regency: str
    attendance: Attendance
    stand: str | None = None
    description: str = ""
    description_en: str = ""
    website: str | None = None
    products: int = 0
    papers: list[Paper] = []
    picture: Picture | None = None

    @property
    def checked_papers(self) -> int:
        return sum(paper.state == "checked" for paper in self.papers)


class PriceTier(View):
    """From `minimum` units on, a unit costs `price` rupiah."""

    minimum: int
    price: int


class Variant(View):
    """A kind or size of a product, with a price and a stock code if it has its own."""

    name: str
    price: int | None = None
    code: str | None = None


class MonthCapacity(View):
    """Units that can be made in a month (1-12) of every year."""

    month: int
    units: int


class Product(View):
    """A product on offer."""

    code: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    attendance: Attendance
    name: str
    name_en: str = ""
    description: str = ""
    category: str
    hs_code: str | None = None
    unit: str
    pack: str = ""
    variants: list[Variant] = []
    price: int
    price_tiers: list[PriceTier] = []
    moq: int = 1
    carton_multiple: int = 1
    capacity_per_month: int = 0
    months: tuple[int, ...] = ()
    capacities: list[MonthCapacity] = []
    lead_time_days: int = 0
    credit_days: int | None = None
    shelf_life_days: int | None = None
    storage: Literal["ambient", "chilled", "frozen"] | None = None
    claims: list[str] = []
    papers: list[Paper] = []
    picture: Picture | None = None

    @property
    def steps(self) -> list[PriceTier]:
        """What a unit costs from which quantity on, the smallest order first."""
        return [PriceTier(minimum=self.moq, price=self.price), *self.price_tiers]

    @property
    def by_month(self) -> list[int]:
        """Units that can be made in each month from January on; 0 out of season."""
        own = {one.month: one.units for one in self.capacities}
        return [
            own.get(month, self.capacity_per_month) if month in (self.months or YEAR) else 0
            for month in YEAR
        ]

    @property
    def unit_code(self) -> str:
        """The code of its unit in UNECE Recommendations 20 and 21."""
        return lists.units()[self.unit].unece


class MonthOutlook(View):
    """What can be made in a month, and how much of it is promised and free."""

    month: str
    capacity: int
    promised: int
    free: int


class Capacity(View):
    """The coming months of a product."""

    months: list[MonthOutlook] = []


class Demand(View):
    """What a buyer looks for."""

    code: str
    buyer_name: str
    title: str
    title_en: str = ""
    category: str
    unit: str
    volume_per_month: int
    price_limit: int | None = None
    largest_moq: int | None = None
    papers: list[str] = []
    starts: date | None = None
    ends: date | None = None
    matches: int = 0
    best: float | None = None


class Reason(View):
    """A part of a score: what speaks for or against."""

    part: Literal["goods", "volume", "price", "papers", "place", "terms", "time"]
    direction: Literal["for", "against"]
    value: float
    weight: float
    text: str
    text_en: str = ""


@dataclass(frozen=True)
class Piece:
    """The points of a part, as a stretch of a bar of 100."""

    part: str
    start: float
    width: float


class Match(View):
    """A product that fits a demand."""

    demand_code: str
    demand_title: str
    demand_title_en: str = ""
    buyer_name: str
    product_code: str
    product_name: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    price: int
    unit: str
    score: float
    reasons: list[Reason] = []
    standing: Literal["new", "seen", "met", "dismissed"] = "new"
    note: str = ""
    note_en: str = ""
    excluded: str = ""
    excluded_en: str = ""

    def speaking(self, direction: Literal["for", "against"]) -> list[Reason]:
        """The reasons in one direction, the weightiest first; what several parts say, once."""
        chosen = [reason for reason in self.reasons if reason.direction == direction]
        lightest_first = sorted(chosen, key=lambda reason: reason.weight)
        once = {reason.text: reason for reason in lightest_first}
        return sorted(once.values(), key=lambda reason: -reason.weight)

    @property
    def pieces(self) -> list[Piece]:
        """The points of each part one after the other, the weightiest first."""
        ordered = sorted(self.reasons, key=lambda reason: -reason.weight)
        widths = [reason.value * reason.weight * 100 for reason in ordered]
        starts = accumulate(widths, initial=0.0)
        return [
            Piece(reason.part, round(start, 1), round(width, 1))
            for reason, start, width in zip(ordered, starts, widths, strict=False)
        ]


class Wishes(View):
    """How a person wants to be told: by mail or not, and in which language."""

    mail: bool
    language: LanguageCode


class Entry(View):
    """Something to know, in an inbox."""

    id: str
    count: int = 1
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    link: str = ""
    changed_at: datetime
    read: bool = False


class Announcement(View):
    """What the office says; the start page knows less of it than the history."""

    id: str
    text: str
    text_en: str = ""
    audience: Literal["everyone", "exhibitors", "buyers", "visitors"]
    told_at: datetime | None = None
    starts: datetime | None = None
    withdrawn_at: datetime | None = None
    state: Literal["waiting", "told", "withdrawn"] = "told"


class AudienceSize(View):
    """How many people an announcement would reach, and how many of them by letter."""

    people: int
    mail: int


class Talk(View):
    """A talk or event of the programme."""

    id: str
    title: str
    title_en: str = ""
    starts: datetime
    ends: datetime
    place: str = ""
    link: str = ""
    speaker: str = ""
    version: int = 1

    @property
    def day(self) -> date:
        """The day in Central Java on which it begins."""
        return self.starts.astimezone(JAKARTA).date()
