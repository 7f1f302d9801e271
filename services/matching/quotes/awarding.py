"""What a buyer gives to whom: shares of a demand, checked against what the quotes offer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from typing import Annotated

from pydantic import Field

from kernel.editing import expect_version
from kernel.problems import Conflict, Invalid, NotFound
from services.matching.model import Code, Quantity, Value
from services.matching.quotes.model import JAKARTA, Award, Rfq, Why
from services.matching.quotes.quote import Quote


class Share(Value):
    """So many of the demand's units a month for the quote as seen in a version."""

    product_code: Code
    quote_version: Annotated[int, Field(ge=1, le=10**9)]
    quantity: Quantity


class AwardForm(Value):
    """To whom a demand is given, whole or split, and why."""

    shares: Annotated[tuple[Share, ...], Field(min_length=1, max_length=20)]
    reason: Why


def awards_of(
    form: AwardForm, rfq: Rfq, quotes: Mapping[str, Quote], moment: datetime
) -> tuple[Award, ...]:
    """The awards that a form makes of some quotes, by their product's code.

    Raises NotFound, StaleVersion when a quote was changed since it was seen, and Conflict when it
    does not stand any more or offers no such quantity.
    """
    _expect_each_once(form.shares)
    return tuple(_award(share, form.reason, rfq, quotes, moment) for share in form.shares)


def _award(
    share: Share, reason: str, rfq: Rfq, quotes: Mapping[str, Quote], moment: datetime
) -> Award:
    quote = quotes.get(share.product_code)
    if quote is None or quote.status == "draft":
        raise NotFound(
            f"Tidak ada penawaran dengan produk “{share.product_code}”.",
            f"There is no quote with product “{share.product_code}”.",
            code="no-quote",
        )
    expect_version(quote.version, share.quote_version)
    quote.expect_awardable(today(moment))
    units = ceil(share.quantity / quote.form.ratio(rfq.unit))
    _expect_offered(quote, units, share.quantity, rfq.unit)
    price = quote.form.price_at(units)
    return Award(
        quote=quote.id,
        product_code=share.product_code,
        exhibitor=quote.exhibitor,
        exhibitor_name=quote.exhibitor_name,
        quantity=share.quantity,
        units=units,
        unit_price=price,
        monthly_cost=units * price,
        reason=reason,
        made_at=moment,
        answer_by=moment + timedelta(days=rfq.answer_days),
    )


def _expect_offered(quote: Quote, units: int, quantity: int, unit: str) -> None:
    form, name = quote.form, quote.exhibitor_name
    if units > form.volume_per_month:
        raise Conflict(
            f"{name} menawarkan {form.volume_per_month} {form.unit} per bulan; "
            f"{quantity} {unit} berarti {units}.",
            f"{name} offers {form.volume_per_month} {form.unit} a month; "
            f"{quantity} {unit} would be {units}.",
            code="more-than-offered",
        )
    if units < form.smallest_order:
        raise Conflict(
            f"Pesanan terkecil {name} adalah {form.smallest_order} {form.unit} per bulan; "
            f"{quantity} {unit} berarti {units}.",
            f"The smallest order of {name} is {form.smallest_order} {form.unit} a month; "
            f"{quantity} {unit} would be {units}.",
            code="below-smallest-order",
        )


def _expect_each_once(shares: Sequence[Share]) -> None:
    if len({share.product_code for share in shares}) < len(shares):
        raise Invalid("Satu penawaran disebut dua kali.", "A quote is named twice.", code="twice")


def today(moment: datetime) -> date:
    """The day that it is in Central Java."""
    return moment.astimezone(JAKARTA).date()
