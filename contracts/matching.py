"""Facts that matching tells: buyers, demands, and which product fits which demand."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from contracts.erasing import Erased
from contracts.fact import Fact
from contracts.quoting import AwardedGoods, QuotedGoods


class Reason(BaseModel):
    """One part of a score in words: what speaks for or against, and how much it weighs.

    `value` is how well this part fits, 0 (not at all) to 1 (entirely); `weight` its share of the
    score, the weights of one match adding up to 1. `part` keeps to the six names it was first
    published with (terms are told as moq, time as volume); `part_of_seven` is the one that is
    shown, and None in facts told before 2026-11-25.
    """

    model_config = ConfigDict(frozen=True)

    part: Literal["goods", "volume", "moq", "price", "papers", "place"]
    part_of_seven: (
        Literal["goods", "volume", "price", "papers", "place", "terms", "time"] | None
    ) = None
    direction: Literal["for", "against"]
    value: float
    weight: float
    text: str
    text_en: str


class BuyerRegistered(Fact):
    """A buyer takes part in an edition, or its public data changed."""

    type: ClassVar[str] = "matching.buyer.registered.v1"
    lasting: ClassVar[bool] = False

    code: str
    name: str
    kind: str
    country: str
    is_sample: bool = False


class DemandPosted(Fact):
    """A buyer stated or changed a demand: the whole of it.

    `volume_per_month` and `largest_moq` count `unit`s; `price_limit` is whole rupiah per unit;
    the buyer pays `payment_days` after delivery, None where it does not say.
    """

    type: ClassVar[str] = "matching.demand.posted.v1"

    code: str
    buyer: str
    title: str
    title_en: str
    category: str
    hs_code: str | None
    unit: str
    volume_per_month: int
    price_limit: int | None = None
    largest_moq: int | None = None
    papers: tuple[str, ...] = ()
    destination: str
    market: str
    starts: date | None = None
    ends: date | None = None
    payment_days: int | None = None
    is_sample: bool = False


class DemandWithdrawn(Fact):
    """A demand is no longer open."""

    type: ClassVar[str] = "matching.demand.withdrawn.v1"

    buyer: str


class MatchFound(Fact):
    """A product fits a demand, or the fit changed: score 0-1 and its strongest reasons each way."""

    type: ClassVar[str] = "matching.match.found.v1"

    demand: str
    demand_code: str
    demand_title: str
    demand_title_en: str
    buyer: str
    product: str
    product_code: str
    product_name: str
    exhibitor: str
    exhibitor_name: str
    score: float
    best: Reason
    worst: Reason | None = None


class MatchLost(Fact):
    """A product that fitted a demand does not any more."""

    type: ClassVar[str] = "matching.match.lost.v1"

    demand: str
    buyer: str
    product: str
    exhibitor: str


class PromisedMonth(BaseModel):
    """So many units are promised in a month, written as 2026-12."""

    model_config = ConfigDict(frozen=True)

    month: str
    units: int


class CapacityPromised(Fact):
    """How much of a product's capacity is promised, by month: the whole of it, in its `unit`.

    A month that is not named has nothing promised. The subject is the product; its versions are
    those of its promises, not of the catalogue's product.
    """

    type: ClassVar[str] = "matching.capacity.promised.v1"

    exhibitor: str
    unit: str
    months: tuple[PromisedMonth, ...]


class RfqOpened(Fact):
    """Quotes are asked for on a demand, or who is asked and until when changed.

    `invited` are the exhibitors' parties; whose demand it is, they learn elsewhere if at all.
    """

    type: ClassVar[str] = "matching.rfq.opened.v1"

    code: str
    title: str
    title_en: str
    invited: tuple[str, ...]
    deadline: datetime
    sample_wanted: bool = False
    is_sample: bool = False


class RfqClosed(Fact):
    """No more quotes are taken: the request was cancelled, or somebody was awarded."""

    type: ClassVar[str] = "matching.rfq.closed.v1"

    code: str
    title: str
    title_en: str
    invited: tuple[str, ...]
    is_sample: bool = False


class QuoteSent(Fact, QuotedGoods):
    """An exhibitor sent a quote, or sent it anew: the `revision`th time."""

    type: ClassVar[str] = "matching.quote.sent.v1"

    buyer: str
    revision: int


class QuoteWithdrawn(Fact, QuotedGoods):
    """An exhibitor took back a quote that it had sent."""

    type: ClassVar[str] = "matching.quote.withdrawn.v1"

    buyer: str


class QuoteAwarded(Fact, QuotedGoods):
    """The buyer chose a quote, for `quantity` units of its demand a month, and is known by name."""

    type: ClassVar[str] = "matching.quote.awarded.v1"

    buyer_name: str
    quantity: int
    unit: str
    answer_by: datetime


class QuoteDeclined(Fact, QuotedGoods):
    """The buyer chose others."""

    type: ClassVar[str] = "matching.quote.declined.v1"


class AwardAccepted(Fact, AwardedGoods):
    """An exhibitor accepted what it was awarded."""

    type: ClassVar[str] = "matching.award.accepted.v1"


class AwardDeclined(Fact, AwardedGoods):
    """An exhibitor turned down what it was awarded."""

    type: ClassVar[str] = "matching.award.declined.v1"


class AwardLapsed(Fact, AwardedGoods):
    """An exhibitor did not answer in time to what it was awarded."""

    type: ClassVar[str] = "matching.award.lapsed.v1"


class PoolMember(BaseModel):
    """A cooperative's product in a pool, and all that it is to deliver, in its own unit."""

    model_config = ConfigDict(frozen=True)

    exhibitor: str
    exhibitor_name: str
    product: str
    product_name: str
    state: Literal["proposed", "invited", "accepted", "declined", "expired", "released"]
    units: int
    unit: str
    deadline: datetime | None = None
    leads: bool


class PoolChanged(Fact):
    """Several cooperatives fill one demand together: the whole of their pool as it is now.

    `repairs` counts how often replacements were looked for after somebody left; `is_short` says
    that not all of the demand is filled. `proposed_by` is a party, or "" for the office.
    """

    type: ClassVar[str] = "matching.pool.changed.v1"

    code: str
    demand: str
    demand_code: str
    demand_title: str
    demand_title_en: str
    buyer: str
    state: Literal["proposed", "inviting", "complete", "dissolved"]
    repairs: int = 0
    is_short: bool = False
    proposed_by: str = ""
    members: tuple[PoolMember, ...] = ()


class DealRecorded(Fact):
    """A side of a deal said what a step of it was worth: `value` rupiah, `volume` units.

    `position` counts the deal's steps from 0; `buyer` is "" for one outside the expo.
    """

    type: ClassVar[str] = "matching.deal.recorded.v1"

    code: str
    title: str
    buyer: str
    buyer_name: str
    exhibitor: str
    exhibitor_name: str
    position: int
    step: Literal["sample", "trial", "contract", "repeat"]
    state: Literal["confirmed", "one-sided", "disagreed"]
    by: Literal["buyer", "exhibitor"]
    value: int
    volume: int
    unit: str
    is_sample: bool = False


class LeadMade(Fact):
    """Somebody asks an exhibitor to be contacted, or it has answered: who, its leads alone say.

    `waits` says whether the request still waits for an answer.
    """

    type: ClassVar[str] = "matching.lead.made.v1"

    exhibitor: str
    waits: bool


class LeadsErased(Fact, Erased):
    """A person is erased from leads; says what is gone and what stays."""

    type: ClassVar[str] = "matching.leads.erased.v1"
