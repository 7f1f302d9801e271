"""A request for crisps and quotes on it, to be changed in one point at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.matching.quotes.model import Rfq, RfqForm
from services.matching.quotes.quote import Quote, QuoteForm
from tests.unit.matching.pairs import demand, offer

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEADLINE = NOON + timedelta(days=5)


def rfq(volume: int = 2_000, unit: str = "pak", **changes: Any) -> Rfq:
    form = {"demand_code": "KB-1", "deadline": DEADLINE, **changes}
    wanted = demand(volume_per_month=volume, unit=unit, title="Keripik singkong")
    return Rfq.of(RfqForm.model_validate(form), wanted, "supermarket", NOON)


def form(product: str = "PR-1", **changes: Any) -> QuoteForm:
    """3,000 packs of 250 g a month, from 100 on at Rp12,000 and from 1,000 on at Rp11,500."""
    said = {
        "product_code": product,
        "unit": "pak",
        "pack": "250 g",
        "tiers": [{"minimum": 100, "price": 12_000}, {"minimum": 1_000, "price": 11_500}],
        "volume_per_month": 3_000,
        "lead_time_days": 7,
        "valid_until": date(2027, 1, 31),
    }
    return QuoteForm.model_validate(said | changes)


def draft(product: str = "PR-1", on: Rfq | None = None, **changes: Any) -> Quote:
    made = offer(code=product, capacity_per_month=10**6)
    return Quote.of(form(product, **changes), on or rfq(), made, NOON)


def sent(product: str = "PR-1", on: Rfq | None = None, **changes: Any) -> Quote:
    return draft(product, on, **changes).sent_out(on or rfq(), NOON)
