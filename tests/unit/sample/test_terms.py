from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from statistics import median

from sample.plan import Plan
from sample.products import Product


def test_prices_stay_within_what_the_goods_cost(goods: list[Product]) -> None:
    for product in goods:
        assert product.kind.price_min <= product.terms.price <= product.kind.price_max


def test_prices_are_log_uniform_within_the_range(goods: list[Product]) -> None:
    cheap = sum(product.terms.price <= product.kind.price_median for product in goods)
    assert 0.40 < cheap / len(goods) < 0.60


def test_a_bigger_pack_of_the_same_goods_costs_no_less(goods: list[Product]) -> None:
    prices = defaultdict(list)
    for product in goods:
        size = product.kind.packs.index(product.variant.pack)
        prices[product.kind.id, size].append(product.terms.price)
    for (kind, size), dearer in prices.items():
        cheaper = prices.get((kind, size - 1), [0])
        assert max(cheaper) <= min(dearer)


def test_the_smallest_order_is_whole_cartons_and_can_be_delivered(goods: list[Product]) -> None:
    for product in goods:
        assert product.terms.moq % product.variant.pack.carton == 0
        assert 0 < product.terms.moq <= product.terms.capacity


def test_capacities_of_the_same_goods_differ_widely(goods: list[Product]) -> None:
    chips = [
        product.terms.capacity for product in goods if product.kind.category == "makanan-ringan"
    ]
    assert max(chips) > 3 * median(chips) > 9 * min(chips)


def test_whoever_orders_more_pays_less_for_each(goods: list[Product]) -> None:
    tiered = [product.terms for product in goods if product.terms.tiers]
    assert 0.25 < len(tiered) / len(goods) < 0.45
    for terms in tiered:
        for (fewer, dearer), (more, cheaper) in pairwise(((terms.moq, terms.price), *terms.tiers)):
            assert more > fewer
            assert cheaper < dearer


def test_food_keeps_for_a_while_and_furniture_for_ever(goods: list[Product]) -> None:
    for product in goods:
        if product.kind.category == "mebel":
            assert product.terms.shelf_days is None
        if product.kind.category == "makanan-ringan":
            assert product.terms.shelf_days is not None
            assert product.terms.shelf_days >= 5


def test_frozen_goods_are_kept_frozen(goods: list[Product]) -> None:
    frozen = {product.kind.storage for product in goods if "beku" in product.kind.name.id}
    assert frozen == {"beku"}


def test_papers_are_dated_from_the_day_of_the_plan(plan: Plan, goods: list[Product]) -> None:
    dated = [paper.expires for product in goods for paper in product.papers if paper.expires]
    assert min(dated) >= plan.today - timedelta(days=365)
    assert max(dated) <= plan.today + timedelta(days=10 * 365)
