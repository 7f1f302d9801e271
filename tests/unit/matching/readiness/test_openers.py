"""Which paper would open most demand, and what that demand is worth."""

from typing import Any

from services.matching.model import Buyer, BuyerForm, Demand, DemandForm
from services.matching.readiness.openers import Candidate, openers
from tests import trade

NKV, HALAL, LICENCES = ("NKV",), ("HALAL",), ("PIRT", "BPOM-MD")


def demand(code: str, **changes: Any) -> Demand:
    buyer = Buyer.of(BuyerForm(**trade.buyer()), trade.EDITION)
    return Demand.of(DemandForm(**trade.demand(code, **changes)), buyer)


def candidate(
    product: str, *lacking: tuple[str, ...], price: int = 9_000, unit: str = "pak", held: str = ""
) -> Candidate:
    return Candidate(product, price, unit, lacking, frozenset(held.split()))


def opened(
    *pairs: tuple[Demand, list[Candidate]],
) -> dict[str, tuple[int, int, int]]:
    found = openers([demand for demand, _ in pairs], {d.id: cs for d, cs in pairs})
    return {i.paper: (i.demands, i.rupiah_per_month, i.products) for i in found.items}


def test_a_paper_that_is_all_some_product_lacks_opens_the_demand_once() -> None:
    crisps = demand("KB-1", volume_per_month=100, price_limit=10_000)
    assert opened((crisps, [candidate("a", NKV), candidate("b", NKV)])) == {"NKV": (1, 10**6, 2)}


def test_nothing_is_opened_where_two_papers_are_lacking() -> None:
    assert opened((demand("KB-1"), [candidate("a", NKV, HALAL)])) == {}


def test_a_demand_that_some_product_can_fill_needs_no_paper() -> None:
    assert opened((demand("KB-1"), [candidate("a", NKV), candidate("b")])) == {}


def test_either_of_two_licences_would_do_unless_the_buyer_insists_on_one() -> None:
    free, strict = demand("KB-1"), demand("KB-2", papers=["BPOM-MD"])
    assert opened((free, [candidate("a", LICENCES)])).keys() == {"PIRT", "BPOM-MD"}
    assert opened((strict, [candidate("a", LICENCES)])).keys() == {"BPOM-MD"}


def test_where_an_answer_decides_which_paper_is_lacking_none_opens_it_and_it_is_not_open() -> None:
    asks = demand("KB-1")
    found = openers([asks], {asks.id: [candidate("a", NKV, ())]})
    assert (found.items, found.open_now) == ([], 0)


def test_what_a_buyer_asks_for_and_the_product_holds_is_not_lacking() -> None:
    wants = demand("KB-1", papers=["HALAL"])
    assert opened((wants, [candidate("a", held="HALAL")])) == {}
    assert opened((wants, [candidate("a")])).keys() == {"HALAL"}


def test_worth_is_the_price_limit_else_the_lowest_price_in_the_same_unit() -> None:
    unlimited = demand("KB-1", volume_per_month=10, price_limit=None)
    offers = [candidate("a", NKV, price=900), candidate("b", NKV, price=800)]
    assert opened((unlimited, offers))["NKV"][1] == 8_000
    by_weight = [candidate("a", NKV, unit="kg")]
    found = openers([unlimited], {unlimited.id: by_weight})
    assert (found.items[0].rupiah_per_month, found.without_price) == (0, 1)


def test_the_paper_that_opens_most_comes_first() -> None:
    small = demand("KB-1", volume_per_month=1, price_limit=1)
    large = demand("KB-2", volume_per_month=100, price_limit=100)
    found = openers(
        [small, large],
        {small.id: [candidate("a", HALAL)], large.id: [candidate("b", NKV)]},
    )
    assert [item.paper for item in found.items] == ["NKV", "HALAL"]
