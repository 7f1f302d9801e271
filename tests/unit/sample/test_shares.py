"""Shares that the data set promises; on the big set, where chance evens out."""

from datetime import timedelta
from random import Random

import pytest

from sample.exhibitors import exhibitors
from sample.papers import Paper, Registry
from sample.plan import Plan
from sample.products import Product, products

SHOUTS = ("[READY]", "PROMO ", "TERMURAH")


@pytest.fixture(scope="module")
def offers(uve: Plan) -> list[Product]:
    registry = Registry(uve.chance("papers"), uve.today)
    return [product for seller in exhibitors(uve) for product in products(uve, seller, registry)]


@pytest.fixture(scope="module")
def expiring(offers: list[Product]) -> list[Paper]:
    papers = {paper for product in offers for paper in product.papers if paper.expires}
    return sorted(papers, key=str)


def _shouts(name: str) -> bool:
    return name.split()[0].isupper() or any(word in name for word in SHOUTS)


def test_seven_in_ten_have_an_english_name(offers: list[Product]) -> None:
    named = sum(bool(product.name_en) for product in offers)
    assert named / len(offers) == pytest.approx(0.70, abs=0.03)


def test_one_in_five_titles_reads_like_a_marketplace(offers: list[Product]) -> None:
    loud = sum(_shouts(product.name) for product in offers)
    assert loud / len(offers) == pytest.approx(0.20, abs=0.03)


def test_some_spell_as_they_speak(offers: list[Product]) -> None:
    chips = [product.name.lower() for product in offers if "Keripik" in product.kind.name.id]
    spoken = sum("kripik" in name for name in chips)
    assert 0.05 < spoken / len(chips) < 0.40
    assert all("kripik" in name or "keripik" in name for name in chips)


def test_some_hs_codes_are_missing_and_some_retired(offers: list[Product]) -> None:
    codes = [product.hs for product in offers]
    assert codes.count("") / len(codes) == pytest.approx(0.04, abs=0.01)
    retired = codes.count("040310") + codes.count("220290")
    assert retired / len(codes) == pytest.approx(0.01, abs=0.005)


def test_one_paper_in_ten_has_expired_and_one_in_twenty_is_about_to(
    uve: Plan, expiring: list[Paper]
) -> None:
    left = [paper.expires - uve.today for paper in expiring if paper.expires]
    expired = sum(days < timedelta(0) for days in left)
    close = sum(timedelta(0) <= days < timedelta(days=90) for days in left)
    assert expired / len(left) == pytest.approx(0.10, abs=0.02)
    assert close / len(left) == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize(("kind", "share"), [("PIRT", 0.70), ("HALAL", 0.55), ("SVLK", 0.45)])
def test_papers_are_held_as_often_as_promised(uve: Plan, kind: str, share: float) -> None:
    chance = Random(1)
    registry = Registry(chance, uve.today)
    held = sum(len(registry.issue(chance, [uve.seeds.papers[kind]])) for _ in range(2000))

    assert held / 2000 == pytest.approx(share, abs=0.03)


def test_only_goods_that_need_a_paper_have_it(offers: list[Product]) -> None:
    for product in offers:
        held = {paper.kind for paper in product.papers} - {"NIB", "GTIN"}
        assert held <= set(product.kind.certificates)
