"""Facts that the catalogue tells: editions, exhibitors, their products and papers."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from contracts.erasing import Erased
from contracts.fact import Fact

Attendance = Literal["floor", "online", "both"]
Audience = Literal["everyone", "exhibitors", "buyers", "visitors"]


class PriceTier(BaseModel):
    """From `minimum` units on, one unit costs `price` rupiah."""

    model_config = ConfigDict(frozen=True)

    minimum: int
    price: int


class MonthCapacity(BaseModel):
    """Units that can be made in a month (1-12) of every year."""

    model_config = ConfigDict(frozen=True)

    month: int
    units: int


class Paper(BaseModel):
    """A certificate as others may know it: its type, whether someone checked it, until when."""

    model_config = ConfigDict(frozen=True)

    kind: str
    state: Literal["declared", "checked", "rejected"]
    expires: date | None = None


class EditionOpened(Fact):
    """An edition of the expo exists or its public data changed: the whole of it.

    `categories` are those in use, all of them when empty; meetings are booked from `booking_opens`
    to `booking_closes`; `rule_set` says for which markets exhibitors are to get ready, `mall`
    whether goods stay on show after the last day.
    """

    type: ClassVar[str] = "catalogue.edition.opened.v1"

    name: str
    name_en: str
    starts: date
    ends: date
    categories: tuple[str, ...] = ()
    booking_opens: date | None = None
    booking_closes: date | None = None
    rule_set: Literal["home", "home-and-export"] = "home-and-export"
    mall: Literal["open", "closed"] = "open"
    is_sample: bool = False


class ExhibitorListed(Fact):
    """An exhibitor is listed in an edition, or its public data changed: the whole of it.

    `papers` are those that the firm itself holds, such as its NIB; those of its products are told
    with the products. `profile` is the same in every edition it takes part in.
    """

    type: ClassVar[str] = "catalogue.exhibitor.listed.v1"

    code: str
    name: str
    category: str
    regency: str
    attendance: Attendance
    stand: str | None = None
    profile: str = ""
    papers: tuple[Paper, ...] = ()
    is_sample: bool = False


class ProductListed(Fact):
    """A product is on offer, or its public data changed: the whole of it.

    Prices are whole rupiah per `unit`; `capacity_per_month` and `moq` count `unit`s; `months` are
    those (1-12) in which there is capacity, all of them when empty, and `capacities` those in which
    it is not `capacity_per_month`. `credit_days` is how many days
    after delivery the exhibitor waits for its money at most, None where it does not say. `picture`
    is the id under which the catalogue has its renditions.
    """

    type: ClassVar[str] = "catalogue.product.listed.v1"

    code: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    attendance: Attendance
    name: str
    name_en: str
    description: str
    category: str
    hs_code: str | None
    unit: str
    pack: str
    price: int
    price_tiers: tuple[PriceTier, ...] = ()
    moq: int
    carton_multiple: int
    capacity_per_month: int
    months: tuple[int, ...] = ()
    capacities: tuple[MonthCapacity, ...] = ()
    lead_time_days: int
    credit_days: int | None = None
    shelf_life_days: int | None = None
    storage: Literal["ambient", "chilled", "frozen"] | None = None
    packed: bool = False
    claims: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    picture: str | None = None
    is_sample: bool = False


class ProductWithdrawn(Fact):
    """A product is no longer on offer."""

    type: ClassVar[str] = "catalogue.product.withdrawn.v1"

    exhibitor: str


class AnnouncementMade(Fact):
    """The office says something to an `audience` of an edition, from now on."""

    type: ClassVar[str] = "catalogue.announcement.made.v1"

    audience: Audience
    text: str
    text_en: str = ""


class AnnouncementWithdrawn(Fact):
    """What the office said to this audience holds no more; only told after it was made."""

    type: ClassVar[str] = "catalogue.announcement.withdrawn.v1"

    audience: Audience


class GoodsFound(Fact):
    """A product fits a search that a party keeps, for the first time since it was kept.

    The subject is the search and the product; `name` is what the party calls the search.
    """

    type: ClassVar[str] = "catalogue.goods.found.v1"

    party: str
    search: str
    name: str
    product: str
    product_name: str
    exhibitor_name: str


class PaperExpiring(Fact):
    """A paper ends soon: told 90, 30 and 7 days ahead, or as soon as possible after each.

    The subject is one paper until one day; the version says which of the three warnings this is.
    `product` is None for a paper of the firm itself; `days` counts from the day of the telling to
    `expires`, the last day on which the paper holds.
    """

    type: ClassVar[str] = "catalogue.paper.expiring.v1"

    exhibitor: str
    product: str | None = None
    product_name: str | None = None
    kind: str
    expires: date
    days: int
    is_sample: bool = False


class HistoryErased(Fact, Erased):
    """A person is erased from the history of changes; says what is gone and what stays."""

    type: ClassVar[str] = "catalogue.history.erased.v1"
