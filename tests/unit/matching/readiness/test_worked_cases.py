"""The cases that product.md works out, one test each, expectations written by hand."""

from datetime import date
from typing import Any

import pytest

from tests.unit.matching.readiness.goods import (
    HOME_MADE,
    answering,
    findings,
    paper,
    statuses,
    subject,
)


def goods_of(name: str, category: str, hs_code: str) -> dict[str, Any]:
    return {"name": name, "category": category, "hs_code": hs_code}


def test_fresh_spinach_with_three_days_shelf_life_needs_no_registration() -> None:
    spinach = subject(
        name="Bayam segar",
        name_en="Fresh spinach",
        category="buah-sayur",
        hs_code="070970",
        shelf_life_days=3,
        said=answering(micro_small=True, low_risk_fresh=True),
    )
    for market in ("LM", "IN"):
        found = statuses(spinach, market)
        assert found["PRD-PSATPDUK"] == "not_applicable"
        assert found["PRD-PSATPD"] == "not_applicable"
        assert found["PKG-LABELSEGAR"] == "missing"


def test_the_same_kept_ten_days_needs_the_small_firms_registration() -> None:
    carrots = subject(
        name="Wortel segar",
        name_en="Fresh carrots",
        category="buah-sayur",
        hs_code="070610",
        shelf_life_days=10,
        said=answering(micro_small=True, low_risk_fresh=True, raw_material=False),
    )
    found = statuses(carrots, "LM")
    assert (found["PRD-PSATPDUK"], found["PRD-PSATPD"]) == ("missing", "not_applicable")


@pytest.mark.parametrize("market", ["LT", "LM", "IN"])
def test_dry_banana_chips_made_at_home_need_the_home_industry_licence(market: str) -> None:
    found = statuses(subject(said=HOME_MADE), market)
    assert found["PRD-PIRT"] == "missing"
    assert found.get("PRD-MD", "not_applicable") == "not_applicable"
    held = statuses(subject(paper("PIRT"), said=HOME_MADE), market)
    assert held["PRD-PIRT"] == "met"


@pytest.mark.parametrize("change", [{"storage": "frozen"}, {"claims": ("rendah gula",)}])
def test_the_same_chips_frozen_or_with_a_claim_need_the_national_licence(
    change: dict[str, Any],
) -> None:
    chips = subject(paper("PIRT"), said=HOME_MADE, **change)
    found = statuses(chips, "LM")
    assert found["PRD-PIRT"] == "not_applicable"
    assert found["PRD-MD"] == "missing"
    licensed = subject(paper("BPOM-MD"), said=HOME_MADE, **change)
    assert statuses(licensed, "LM")["PRD-MD"] == "met"


def test_the_national_licence_does_for_dry_chips_too() -> None:
    found = findings(subject(paper("BPOM-MD"), said=HOME_MADE), "LM")["PRD-PIRT"]
    assert (found.status, found.cause, found.met_by) == ("met", "alternative", "PRD-MD")


def test_chips_nobody_answered_for_are_asked_about_and_never_passed() -> None:
    found = findings(subject(paper("PIRT")), "LM")["PRD-PIRT"]
    assert found.status == "unknown"
    assert found.questions == {"home_made", "pirt_food_type"}


@pytest.mark.parametrize(
    ("name", "hs_code", "needed"),
    [
        ("Biskuit jahe", "190531", "missing"),
        ("Kopi robusta bubuk", "090121", "not_applicable"),
        ("Kopi instan", "210111", "missing"),
        ("Jahe instan", "210690", "not_applicable"),
    ],
)
def test_biscuits_and_instant_coffee_need_the_national_standard_ground_coffee_does_not(
    name: str, hs_code: str, needed: str
) -> None:
    category = "makanan-ringan" if name.startswith("Biskuit") else "minuman"
    product = subject(name=name, name_en="", category=category, hs_code=hs_code)
    assert statuses(product, "LM")["PRD-SNIW"] == needed


@pytest.mark.parametrize("market", ["LT", "LM", "IN", "X:*"])
def test_eggs_in_a_tray_need_the_veterinary_number(market: str) -> None:
    tray: dict[str, Any] = {
        "name": "Telur ayam ras segar",
        "category": "pangan-segar",
        "hs_code": "040721",
    }
    assert statuses(subject(**tray), market)["PRC-NKV"] == "missing"
    assert statuses(subject(firm=(paper("NKV"),), **tray), market)["PRC-NKV"] == "met"
    declared = findings(subject(firm=(paper("NKV", "declared"),), **tray), market)["PRC-NKV"]
    assert (declared.status, declared.cause) == ("missing", "declared")


def test_batik_without_a_registered_brand_gets_no_batikmark() -> None:
    cloth = goods_of("Kain batik tulis", "tekstil", "520852")
    marked = {"statements": {"CRT-BATIKMARK": {"state": "checked", "by": "a", "on": "2026-01-01"}}}
    unbranded = findings(subject(said=marked, **cloth), "LM")["CRT-BATIKMARK"]
    assert (unbranded.status, unbranded.cause) == ("missing", "needs-first")
    assert unbranded.rule.form.needs == "LEG-MEREK"
    branded = subject(paper("HKI"), said=marked, **cloth)
    assert statuses(branded, "LM")["CRT-BATIKMARK"] == "met"


def test_cosmetics_shown_as_unsold_samples_need_no_notification() -> None:
    soap: dict[str, Any] = {
        "name": "Sabun mandi herbal",
        "category": "kecantikan",
        "hs_code": "340111",
    }
    for unsold, status in ((True, "not_applicable"), (False, "missing")):
        product = subject(said=answering(unsold_sample=unsold), **soap)
        assert statuses(product, "LM")["PRD-NOTIF"] == status
    assert statuses(subject(**soap), "LM")["PRD-NOTIF"] == "unknown"


CHAIR = goods_of("Kursi jati ukir", "mebel", "940169")
COFFEE: dict[str, Any] = {
    "name": "Biji kopi robusta",
    "category": "perkebunan",
    "hs_code": "090111",
}


@pytest.mark.parametrize("small", [True, False, None])
def test_a_teak_chair_to_the_european_union_whatever_the_firms_size(small: bool | None) -> None:
    said = answering() if small is None else answering(small_eu_importer=small)
    chair = subject(said=said, **CHAIR)
    before, after = date(2026, 12, 29), date(2026, 12, 30)
    assert "PRC-EUDR" not in statuses(chair, "X:NL", before)
    found = statuses(chair, "X:NL", after)
    assert [found[c] for c in ("PRC-SLK", "CRT-VLEGAL", "PRC-EUDR", "DST-DDS")] == ["missing"] * 4


def test_coffee_to_a_small_european_importer_half_a_year_later() -> None:
    small = subject(said=answering(small_eu_importer=True), **COFFEE)
    large = subject(said=answering(small_eu_importer=False), **COFFEE)
    unsaid = subject(**COFFEE)
    first, last = date(2026, 12, 30), date(2027, 6, 29)
    for day in (first, last):
        assert statuses(small, "X:DE", day)["PRC-EUDR"] == "not_applicable"
        assert statuses(large, "X:DE", day)["PRC-EUDR"] == "missing"
        assert statuses(unsaid, "X:DE", day)["PRC-EUDR"] == "unknown"
    for product in (small, large, unsaid):
        assert statuses(product, "X:DE", date(2027, 6, 30))["PRC-EUDR"] == "missing"


def test_coffee_to_japan_falls_under_no_european_rule() -> None:
    found = statuses(subject(**COFFEE), "X:JP", date(2027, 7, 1))
    assert not {"PRC-EUDR", "DST-DDS"} & found.keys()
    assert found["DST-JPFSA"] == "missing"


def test_a_rattan_chair_is_no_wood_under_the_european_rule() -> None:
    rattan = subject(name="Kursi rotan", category="mebel", hs_code="940153")
    assert statuses(rattan, "X:NL", date(2027, 7, 1))["PRC-EUDR"] == "not_applicable"


@pytest.mark.parametrize(
    ("day", "needed"),
    [
        (date(2015, 9, 30), True),
        (date(2015, 10, 1), False),
        (date(2016, 4, 1), True),
        (date(2020, 2, 1), False),
        (date(2026, 11, 24), True),
    ],
)
def test_the_timber_document_was_lifted_twice(day: date, needed: bool) -> None:
    assert ("CRT-VLEGAL" in statuses(subject(**CHAIR), "X:JP", day)) is needed
