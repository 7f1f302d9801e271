"""What the pages read of requests for quotation and quotes."""

from datetime import date, datetime
from typing import Literal

from services.gateway.pages.views import PriceTier, View

Status = Literal[
    "draft", "sent", "withdrawn", "awarded", "accepted", "declined", "lapsed", "passed-over"
]


class Finding(View):
    """What a legal cap says to one of the buyer's charges."""

    outcome: Literal["above-cap", "within-cap", "to-be-confirmed"]
    text: str
    text_en: str
    source: str


class Charges(View):
    """What a retailer charges its suppliers; trading terms in hundredths of a percent."""

    outlet: str | None = None
    listing_fee: int = 0
    outlets: int = 1
    trading_terms: int = 0


class Award(View):
    """So much of a demand given to a quote."""

    product_code: str
    exhibitor_name: str
    quantity: int
    units: int
    unit_price: int
    monthly_cost: int
    reason: str
    answer_by: datetime
    state: Literal["pending", "accepted", "declined", "lapsed"]
    said: str = ""


class Rfq(View):
    """A request for quotation; what the visitor may not know is None."""

    code: str
    title: str
    title_en: str = ""
    category: str
    unit: str
    volume_per_month: int
    papers: tuple[str, ...] = ()
    payment_days: int | None = None
    buyer_name: str | None = None
    end_buyer: str | None = None
    anonymous: bool = False
    deadline: datetime
    takes_quotes: bool
    sample_wanted: bool = False
    terms: str = ""
    charges: Charges = Charges()
    fairness: tuple[Finding, ...] = ()
    answer_days: int = 3
    status: Literal["open", "awarded", "cancelled"]
    version: int
    remaining: int | None = None
    exhibitors: list[str] | None = None
    invited: int | None = None
    awards: list[Award] | None = None


class MonthVolume(View):
    """A month (1-12) with another volume."""

    month: int
    volume: int


class SampleOffer(View):
    """Whether and how a sample is sent."""

    kind: Literal["none", "free", "paid"] = "none"
    price: int | None = None
    days: int | None = None


class QuoteForm(View):
    """What an exhibitor offers."""

    unit: str
    pack: str = ""
    tiers: list[PriceTier]
    volume_per_month: int
    volumes: tuple[MonthVolume, ...] = ()
    lead_time_days: int
    credit_days: int | None = None
    deposit: int = 0
    valid_until: date
    sample: SampleOffer = SampleOffer()
    terms: str = ""


class Converted(View):
    """The same in the demand's unit."""

    unit: str
    tiers: list[PriceTier]
    volume_per_month: int


class Sent(View):
    """When a quote was sent."""

    at: datetime


class Won(View):
    """What a quote was awarded."""

    buyer_name: str
    quantity: int
    unit: str
    answer_by: datetime


class Quote(View):
    """A quote."""

    rfq_code: str
    title: str
    title_en: str = ""
    product_code: str
    product_name: str
    exhibitor_code: str
    exhibitor_name: str
    form: QuoteForm
    converted: Converted
    status: Status
    sent: tuple[Sent, ...] = ()
    won: Won | None = None
    version: int


class Line(View):
    """A quote in a comparison, in the demand's unit."""

    quote: Quote
    price: int
    price_exact: str
    units: int
    unit_price: int
    monthly_cost: int
    offered: int
    smallest_order: int
    exceeds_demand: bool
    covers: float
    short_months: tuple[int, ...] = ()
    expired: bool
    paid_sooner: bool = False
    best: tuple[str, ...] = ()

    @property
    def is_awardable(self) -> bool:
        return self.quote.status in ("sent", "passed-over") and not self.expired


class Comparison(View):
    """Quotes side by side."""

    rfq: Rfq
    order: str
    lines: list[Line]


class Awards(View):
    """What a decision would give to whom."""

    rfq: Rfq
    awards: list[Award]
    monthly_cost: int
