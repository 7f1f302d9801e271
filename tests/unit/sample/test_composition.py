from collections import Counter
from random import Random

import pytest

from sample.accounts import accounts
from sample.buyers import Buyer
from sample.demands import Demand
from sample.exhibitors import (
    MOST_PER_LINE,
    MOST_PRODUCTS,
    Exhibitor,
    exhibitors,
    product_counts,
)
from sample.plan import Plan
from sample.products import Product
from sample.recipes import H2O_2022, UVE_2021
from sample.seeds import Seeds

COOPERATIVE = ("Koperasi ", "KUD ", "Kopinkra ")


def test_h2o_has_a_hundred_cooperatives_of_which_45_are_on_the_floor(h2o: Plan) -> None:
    sellers = list(exhibitors(h2o))

    assert len(sellers) == 100
    assert all(seller.name.startswith(COOPERATIVE) for seller in sellers)
    assert Counter(seller.attendance for seller in sellers) == {"lantai": 45, "daring": 55}
    stands = [seller.stand for seller in sellers if seller.stand]
    assert len(set(stands)) == 45
    assert set(stands) == set(h2o.recipe.stands)


def test_the_floor_takes_at_most_two_of_a_regency_and_those_near_semarang_first(h2o: Plan) -> None:
    floor = Counter(seller.regency.name for seller in exhibitors(h2o) if seller.stand)

    assert max(floor.values()) == 2
    assert floor["Kota Semarang"] >= 1
    assert floor["Kabupaten Demak"] >= 1
    assert floor["Kabupaten Cilacap"] == 0


def test_h2o_brings_six_products_each_but_not_the_same_number(h2o: Plan) -> None:
    counts = [seller.products for seller in exhibitors(h2o)]

    assert sum(counts) == 600
    assert min(counts) <= 2
    assert max(counts) >= 15


def test_uve_is_online_only_and_has_407_exhibitors_with_exactly_4159_products(uve: Plan) -> None:
    sellers = list(exhibitors(uve))

    assert len(sellers) == 407
    assert {seller.attendance for seller in sellers} == {"daring"}
    assert sum(seller.products for seller in sellers) == 4159


@pytest.mark.parametrize("seed", range(5))
def test_the_known_total_is_met_whatever_the_seed(seed: int) -> None:
    counts = product_counts(Random(seed), UVE_2021)

    assert sum(counts) == 4159
    assert min(counts) >= 1
    assert max(counts) <= MOST_PRODUCTS


def test_the_products_promised_are_the_products_made(
    sellers: list[Exhibitor], goods: list[Product]
) -> None:
    made = Counter(product.exhibitor.code for product in goods)

    assert made == {seller.code: seller.products for seller in sellers}


def test_all_35_regencies_take_part_with_what_is_made_there(sellers: list[Exhibitor]) -> None:
    assert len({seller.regency.code for seller in sellers}) == 35
    for seller in sellers:
        assert 1 <= len(seller.lines) <= 3
        assert all(seller.regency.code in line.regencies for line in seller.lines)


def test_no_two_exhibitors_share_a_name(sellers: list[Exhibitor]) -> None:
    assert len({seller.name for seller in sellers}) == len(sellers)


def test_an_exhibitor_offers_no_variant_twice(goods: list[Product]) -> None:
    offered = {(product.exhibitor.code, product.variant) for product in goods}

    assert len(offered) == len(goods)


def test_33_buyers_of_every_kind_have_three_to_eight_demands_each(
    plan: Plan, customers: list[Buyer], needs: list[Demand]
) -> None:
    assert len(customers) == 33
    assert {buyer.kind.kind for buyer in customers} == set(plan.seeds.buyer_kinds)
    counts = Counter(demand.buyer.code for demand in needs)
    assert set(counts) == {buyer.code for buyer in customers}
    assert all(3 <= count <= 8 for count in counts.values())


def test_every_party_has_one_account_in_its_role(
    sellers: list[Exhibitor], customers: list[Buyer]
) -> None:
    made = list(accounts(sellers, customers))
    roles = {account.party: account.role for account in made}

    assert len(made) == len(roles) == len(sellers) + len(customers)
    assert all(roles[seller.code] == "exhibitor" for seller in sellers)
    for buyer in customers:
        broker = buyer.kind.kind in {"trade_office", "attache"}
        assert roles[buyer.code] == ("broker" if broker else "buyer")


def test_every_kind_of_goods_and_every_regency_has_enough_variants(seeds: Seeds) -> None:
    for kind in seeds.archetypes.values():
        variants = len(kind.packs) * len(kind.first) * max(1, len(kind.second))
        assert variants >= MOST_PER_LINE, kind.id
    for regency in seeds.regencies.values():
        made_here = [kind for kind in seeds.archetypes.values() if regency.code in kind.regencies]
        assert len(made_here) * MOST_PER_LINE >= MOST_PRODUCTS, regency.name


def test_the_hall_plan_has_a_stand_for_everybody_on_the_floor() -> None:
    assert H2O_2022.stands[0] == "A-01"
    assert len(H2O_2022.stands) == 45
    assert UVE_2021.stands == ()
