"""What is awarded is kept free for it: capacity held, agreed on and let go with the award."""

from datetime import date, datetime, timedelta
from math import ceil

from kernel.clock import now
from services.matching.capacity.actions import Reservations
from services.matching.capacity.model import Share, Why
from services.matching.capacity.months import Month, month_of, months_from
from services.matching.model import Offer
from services.matching.quotes.awarding import today
from services.matching.quotes.model import Award, Rfq
from services.matching.quotes.quote import Quote
from services.matching.store import Offers

MOST_MONTHS = 12


class Promising:
    """The capacity that awards take, each call in the transaction of the decision it follows."""

    def __init__(self, offers: Offers, reservations: Reservations) -> None:
        self._offers, self._reservations = offers, reservations

    async def hold(self, rfq: Rfq, quote: Quote, award: Award) -> None:
        """Hold what an award takes until it is answered. Raises what `Reservations` refuses."""
        offers = await self._offers.listed([quote.product])
        shares = [
            share
            for offer in offers.values()
            for share in shares_of(rfq, quote, award, offer, now())
        ]
        await self._reservations.reserve(quote.id, shares, award.answer_by)

    async def agree(self, quote: Quote) -> None:
        """Make firm what is held for a quote."""
        await self._reservations.confirm(quote.id)

    async def let_go(self, quote: Quote, why: Why) -> None:
        """Release what is held for a quote."""
        await self._reservations.release(quote.id, why)


def shares_of(rfq: Rfq, quote: Quote, award: Award, offer: Offer, moment: datetime) -> list[Share]:
    """Whole units of the product by month: what was awarded, or less where less was offered.

    Months in which the product is not made are left out; of those with a lower capacity of their
    own no more is taken than that.
    """
    ratio = quote.form.ratio_to_product(offer)
    months = [m for m in months_of(rfq, quote, moment) if int(m[5:]) in offer.open_months]
    units = {
        month: ceil(min(award.units, quote.form.volume_in(int(month[5:]))) * ratio)
        for month in months
    }
    own = offer.own_capacities
    return [
        Share(product=offer.id, month=month, units=min(wanted, own.get(int(month[5:]), wanted)))
        for month, wanted in units.items()
        if wanted
    ]


def months_of(rfq: Rfq, quote: Quote, moment: datetime) -> tuple[Month, ...]:
    """The months of delivery: the demand's, from when the goods can be there; a year at most."""
    ready = today(moment) + timedelta(days=quote.form.lead_time_days)
    first = max(ready, rfq.starts or ready)
    last = max(first, rfq.ends or date.max)
    return months_from(month_of(first), month_of(last), MOST_MONTHS)
