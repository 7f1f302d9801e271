"""What is shown of requests and quotes, to each side no more than it may know."""

from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor

from pydantic import BaseModel

from services.matching.quotes.awarding import today
from services.matching.quotes.comparison import Line, Order, best, rounded
from services.matching.quotes.model import Award, Rfq
from services.matching.quotes.quote import Quote, QuoteForm, QuoteTier, Sent, Status, Won
from services.matching.quotes.terms import Charges, Finding, findings


class RfqAnswer(BaseModel):
    """A request for quotation; an exhibitor is shown no other, and no name that is withheld."""

    code: str
    title: str
    title_en: str
    category: str
    unit: str
    volume_per_month: int
    papers: tuple[str, ...]
    destination: str
    market: str
    payment_days: int | None
    buyer_name: str | None
    end_buyer: str | None
    anonymous: bool
    deadline: datetime
    takes_quotes: bool
    sample_wanted: bool
    terms: str
    charges: Charges
    fairness: list[Finding]
    answer_days: int
    status: str
    opened_at: datetime
    is_sample: bool
    version: int
    remaining: int | None = None
    exhibitors: tuple[str, ...] | None = None
    invited: int | None = None
    awards: tuple[Award, ...] | None = None


def for_buyer(rfq: Rfq, moment: datetime) -> RfqAnswer:
    """All of it."""
    return _answer(
        rfq,
        moment,
        buyer_name=rfq.buyer_name,
        end_buyer=rfq.end_buyer,
        remaining=rfq.remaining,
        exhibitors=rfq.exhibitors,
        invited=len(rfq.invited),
        awards=rfq.awards,
    )


def for_exhibitor(rfq: Rfq, exhibitor: str, moment: datetime) -> RfqAnswer:
    """What it may know: neither who else is asked nor, while it is withheld, who asks."""
    shown = rfq.shows_buyer_to(exhibitor)
    return _answer(
        rfq,
        moment,
        buyer_name=rfq.buyer_name if shown else None,
        end_buyer=rfq.end_buyer if shown else None,
    )


def _answer(rfq: Rfq, moment: datetime, **shown: object) -> RfqAnswer:
    charges = rfq.charges.of_buyer(rfq.buyer_kind)
    open_ = {
        name: getattr(rfq, name) for name in RfqAnswer.model_fields if name in Rfq.model_fields
    }
    kept_back = {"remaining": None, "exhibitors": None, "invited": None, "awards": None}
    return RfqAnswer.model_validate(
        open_
        | kept_back
        | {
            "code": rfq.demand_code,
            "takes_quotes": rfq.status == "open" and moment < rfq.deadline,
            "charges": charges,
            "fairness": findings(charges, today(moment)),
        }
        | shown
    )


class Converted(BaseModel):
    """A quote's tiers and volume in the demand's unit; prices rounded, quantities up."""

    unit: str
    tiers: tuple[QuoteTier, ...]
    volume_per_month: int


class QuoteAnswer(BaseModel):
    """A quote with every form in which it was sent."""

    rfq_code: str
    title: str
    title_en: str
    product_code: str
    product_name: str
    exhibitor_code: str
    exhibitor_name: str
    form: QuoteForm
    converted: Converted
    status: Status
    sent: tuple[Sent, ...]
    won: Won | None
    is_sample: bool
    version: int


def quote_answer(quote: Quote) -> QuoteAnswer:
    """A quote, to its exhibitor or to the buyer it was sent to."""
    return QuoteAnswer(
        product_code=quote.form.product_code, converted=_converted(quote), **quote.model_dump()
    )


def _converted(quote: Quote) -> Converted:
    ratio = quote.form.ratio(quote.wanted_unit)
    return Converted(
        unit=quote.wanted_unit,
        tiers=tuple(
            QuoteTier(minimum=ceil(tier.minimum * ratio), price=max(1, rounded(tier.price / ratio)))
            for tier in quote.form.tiers
        ),
        volume_per_month=max(1, floor(quote.form.volume_per_month * ratio)),
    )


class LineAnswer(BaseModel):
    """A quote in a comparison.

    `price` is rupiah for one of the demand's unit, rounded, and `price_exact` the same as a
    fraction; `offered` and `smallest_order` count the demand's unit a month; `covers` is a share
    of the wanted volume; `paid_sooner` says that the exhibitor wants its money before the buyer
    pays; `best` names the values that no other quote betters.
    """

    quote: QuoteAnswer
    price: int
    price_exact: str
    units: int
    unit_price: int
    monthly_cost: int
    offered: int
    smallest_order: int
    exceeds_demand: bool
    covers: float
    short_months: tuple[int, ...]
    expired: bool
    paid_sooner: bool
    best: list[Order]


class ComparisonAnswer(BaseModel):
    """Quotes side by side, the best first by `order`."""

    rfq: RfqAnswer
    order: Order
    lines: list[LineAnswer]


def comparison(rfq: Rfq, lines: list[Line], order: Order, moment: datetime) -> ComparisonAnswer:
    """A comparison as its buyer is shown it."""
    tops = best(lines)
    return ComparisonAnswer(
        rfq=for_buyer(rfq, moment),
        order=order,
        lines=[
            _line(
                line,
                today(moment),
                rfq.payment_days,
                [kind for kind, ids in tops.items() if line.quote.id in ids],
            )
            for line in lines
        ],
    )


def _line(line: Line, day: date, payment_days: int | None, tops: list[Order]) -> LineAnswer:
    return LineAnswer(
        quote=quote_answer(line.quote),
        price=rounded(line.price),
        price_exact=_written(line.price),
        units=line.units,
        unit_price=line.unit_price,
        monthly_cost=line.monthly_cost,
        offered=line.offered,
        smallest_order=line.smallest_order,
        exceeds_demand=line.exceeds_demand,
        covers=float(line.covers),
        short_months=line.short_months,
        expired=line.quote.form.valid_until < day,
        paid_sooner=line.quote.form.wants_money_before(payment_days),
        best=tops,
    )


def _written(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
