"""How requests and quotes are told to others; a withheld name is in none of it."""

from collections.abc import Callable, Mapping, Sequence

from contracts import matching as told
from contracts.fact import Fact
from services.matching.quotes.model import Rfq
from services.matching.quotes.quote import Quote


def rfq_told(rfq: Rfq) -> Sequence[Fact]:
    """That quotes are asked for, or no longer."""
    if rfq.status == "open":
        return [told.RfqOpened(subject=rfq.id, code=rfq.demand_code, **rfq.model_dump())]
    return [told.RfqClosed(subject=rfq.id, code=rfq.demand_code, **rfq.model_dump())]


def quote_told(quote: Quote) -> Sequence[Fact]:
    """What became of a quote; nothing while it is only a draft."""
    makes = _FACTS.get(quote.status)
    if makes is None or not quote.sent:
        return []
    won = quote.won.model_dump() if quote.won else {}
    return [
        makes(
            subject=quote.id,
            product_code=quote.form.product_code,
            revision=len(quote.sent),
            **quote.model_dump(),
            **won,
        )
    ]


_FACTS: Mapping[str, Callable[..., Fact]] = {
    "sent": lambda **of: told.QuoteSent(**of),
    "withdrawn": lambda **of: told.QuoteWithdrawn(**of),
    "awarded": lambda **of: told.QuoteAwarded(**of),
    "passed-over": lambda **of: told.QuoteDeclined(**of),
    "accepted": lambda **of: told.AwardAccepted(**of),
    "declined": lambda **of: told.AwardDeclined(**of),
    "lapsed": lambda **of: told.AwardLapsed(**of),
}
