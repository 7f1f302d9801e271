from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from sample.demands import Demand
from sample.plan import Plan
from sample.supply import Offer, Supply
from sample.truth import Judgement, grade


def test_a_target_price_is_a_little_below_the_usual_one(needs: list[Demand]) -> None:
    for demand in needs:
        assert 0.66 <= demand.price / demand.kind.price_median <= 1.10


def test_demands_are_for_goods_that_somebody_offers(needs: list[Demand], supply: Supply) -> None:
    assert all(supply.of(demand.kind.id) for demand in needs)


def test_most_demands_can_be_filled_by_one_seller_and_some_only_by_several(
    needs: list[Demand], supply: Supply
) -> None:
    alone = sum(
        any(offer.capacity >= demand.volume for offer in supply.of(demand.kind.id))
        for demand in needs
    )
    assert 0.75 * len(needs) < alone < len(needs)


def test_every_volume_is_within_reach_of_all_sellers_together(
    needs: list[Demand], supply: Supply
) -> None:
    for demand in needs:
        assert demand.volume <= sum(offer.capacity for offer in supply.of(demand.kind.id))


def test_the_order_a_buyer_can_live_with_is_no_more_than_a_month(needs: list[Demand]) -> None:
    assert all(1 <= demand.largest_moq <= demand.volume for demand in needs)


def test_deliveries_begin_and_end_within_a_year(plan: Plan, needs: list[Demand]) -> None:
    for demand in needs:
        assert plan.today < demand.starts < demand.ends <= plan.today + timedelta(days=365)


def test_markets_follow_the_kind_of_buyer(needs: list[Demand]) -> None:
    markets = defaultdict(set)
    for demand in needs:
        markets[demand.buyer.kind.kind].add(demand.buyer.market)
    assert markets["supermarket"] == markets["hypermarket"] == {"LM"}
    assert markets["hotel"] == markets["state_firm"] == {"IN"}
    assert markets["gift_shop"] == {"LT"}
    assert markets["importer"] == {"X:AU", "X:NL", "X:US", "X:SA", "X:MY", "X:SG", "X:JP"}
    assert markets["export_trader"] == {"X:NL", "X:US"}


def test_goods_go_to_a_regency_or_a_country(plan: Plan, needs: list[Demand]) -> None:
    regencies = {regency.name for regency in plan.seeds.regencies.values()}
    for demand in needs:
        delivery = demand.buyer.delivery
        assert delivery in regencies or f"X:{delivery}" == demand.buyer.market


def test_a_buyer_asks_only_for_papers_that_such_goods_can_have(needs: list[Demand]) -> None:
    for demand in needs:
        assert set(demand.documents) - {"NIB", "GTIN"} <= set(demand.kind.certificates)


def test_the_truth_has_every_grade_and_names_no_pair_twice(judgements: list[Judgement]) -> None:
    assert {judgement.grade for judgement in judgements} == {1, 2, 3}
    assert len({judgement[:2] for judgement in judgements}) == len(judgements)


def test_nearly_every_demand_has_a_product_that_answers_it_well(
    needs: list[Demand], judgements: list[Judgement]
) -> None:
    answered = {judgement.demand for judgement in judgements if judgement.grade >= 2}
    assert len(answered) > 0.85 * len(needs)


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        (Offer("fills it all", price=10_000, moq=100, capacity=1000), 3),
        (Offer("a price to bargain over", price=11_000, moq=100, capacity=1000), 3),
        (Offer("too dear", price=12_000, moq=100, capacity=1000), 2),
        (Offer("orders too big", price=10_000, moq=300, capacity=1000), 2),
        (Offer("half of it", price=10_000, moq=100, capacity=500), 2),
        (Offer("half of it, too dear", price=12_000, moq=100, capacity=500), 1),
        (Offer("too dear and too big", price=12_000, moq=300, capacity=1000), 1),
        (Offer("a third of it", price=10_000, moq=100, capacity=333), 1),
    ],
    ids=lambda value: value.product if isinstance(value, Offer) else str(value),
)
def test_a_product_is_graded_by_volume_order_and_price(
    needs: list[Demand], offer: Offer, expected: int
) -> None:
    demand = replace(needs[0], volume=1000, largest_moq=200, price=10_000)

    assert grade(demand, offer) == expected
