"""Which months of capacity an award takes, and how much of each."""

from datetime import date
from typing import Any

from services.matching.model import Offer
from services.matching.quotes.awarding import AwardForm, awards_of
from services.matching.quotes.model import Rfq
from services.matching.quotes.promising import shares_of
from services.matching.quotes.quote import Quote
from tests.unit.matching.pairs import offer
from tests.unit.matching.quotes.asked import NOON, rfq, sent


def taken(quote: Quote, of: Offer, on: Rfq, quantity: int = 500) -> dict[str, int]:
    """Units of the product by month, for an award on 24 November 2026."""
    share = {"product_code": "PR-1", "quote_version": quote.version, "quantity": quantity}
    form = AwardForm.model_validate({"shares": [share], "reason": "Terbaik"})
    [award] = awards_of(form, on, {"PR-1": quote}, NOON)
    return {one.month: one.units for one in shares_of(on, quote, award, of, NOON)}


def asked(**period: Any) -> Rfq:
    return rfq().model_copy(update=period)


PRODUCT = offer(capacity_per_month=10**6)


def test_a_demand_without_an_end_takes_twelve_months_from_when_goods_are_ready() -> None:
    months = taken(sent(lead_time_days=7), PRODUCT, rfq())
    assert min(months) == "2026-12"
    assert len(months) == 12
    assert set(months.values()) == {500}


def test_a_demands_own_period_is_all_that_is_taken() -> None:
    on = asked(starts=date(2027, 2, 10), ends=date(2027, 4, 1))
    assert list(taken(sent(), PRODUCT, on)) == ["2027-02", "2027-03", "2027-04"]


def test_one_that_ends_before_goods_are_ready_takes_the_month_when_they_are() -> None:
    on = asked(starts=date(2026, 11, 1), ends=date(2026, 11, 30))
    assert list(taken(sent(lead_time_days=40), PRODUCT, on)) == ["2027-01"]


def test_months_with_less_take_less_and_those_with_none_are_left_out() -> None:
    on = asked(starts=date(2027, 1, 1), ends=date(2027, 3, 31))
    volumes = [{"month": 1, "volume": 200}, {"month": 2, "volume": 0}]
    assert taken(sent(volumes=volumes), PRODUCT, on) == {"2027-01": 200, "2027-03": 500}


def test_months_in_which_the_product_is_not_made_are_left_out() -> None:
    on = asked(starts=date(2027, 1, 1), ends=date(2027, 3, 31))
    seasonal = offer(capacity_per_month=10**6, months=(2, 3))
    assert list(taken(sent(), seasonal, on)) == ["2027-02", "2027-03"]


def test_of_a_month_with_a_lower_capacity_no_more_is_taken() -> None:
    on = asked(starts=date(2027, 1, 1), ends=date(2027, 3, 31))
    own = [{"month": 1, "units": 0}, {"month": 2, "units": 120}, {"month": 3, "units": 9_000}]
    harvest = offer(capacity_per_month=10**6, capacities=own)
    assert taken(sent(), harvest, on) == {"2027-02": 120, "2027-03": 500}


def test_capacity_is_taken_in_the_products_own_unit_rounded_up() -> None:
    """500 kg are 1,667 packs of 300 g."""
    on = rfq(unit="kg").model_copy(update={"ends": date(2026, 12, 31)})
    quote = sent(on=on, unit="kg", pack="", tiers=[{"minimum": 1, "price": 40_000}])
    product = offer(pack="300 g", capacity_per_month=10**6)
    assert taken(quote, product, on) == {"2026-12": 1_667}
