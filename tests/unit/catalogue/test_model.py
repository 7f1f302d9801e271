"""What the catalogue refuses to take for an edition, an exhibitor or a product."""

from typing import Any

import pytest
from pydantic import ValidationError

from kernel.editing import expect_version
from kernel.problems import Conflict, StaleVersion
from services.catalogue.editions.model import EditionForm
from services.catalogue.model import (
    Exhibitor,
    ExhibitorForm,
    Product,
    ProductForm,
)
from tests import trade


def _maker(**changes: Any) -> Exhibitor:
    return Exhibitor.of(ExhibitorForm(**trade.exhibitor(**changes)), trade.EDITION)


def _product(**changes: Any) -> Product:
    return Product.of(ProductForm(**trade.product(**changes)), _maker())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "UVE 2026"),
        ("id", "u"),
        ("name", "U"),
        ("ends", "2026-11-11"),
        ("halls", [{"code": "A", "name": "Aula", "stands": -1}]),
    ],
)
def test_an_edition_is_refused_for(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        EditionForm(**trade.edition(**{field: value}))


def test_an_edition_may_last_a_day() -> None:
    EditionForm(**trade.edition(starts="2026-11-12", ends="2026-11-12"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "PS/1"),
        ("name", " K "),
        ("category", "lain-lain"),
        ("regency", "Kudus"),
        ("attendance", "keduanya"),
        ("stand", "A 01"),
        ("website", "koperasi.example"),
        ("website", "javascript:alert(1)"),
        ("description", "d" * 2001),
    ],
)
def test_an_exhibitor_is_refused_for(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        ExhibitorForm(**trade.exhibitor(**{field: value}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "PR 1"),
        ("category", "lain-lain"),
        ("hs_code", "2005.20"),
        ("unit", "karung goni"),
        ("price", -1),
        ("price", 10**12 + 1),
        ("moq", 0),
        ("carton_multiple", 0),
        ("capacity_per_month", -1),
        ("months", [0]),
        ("months", [13]),
        ("storage", "beku"),
        ("claims", ["pedas"] * 21),
        ("papers", [{"kind": "SURAT SAKTI", "number": "1"}]),
        ("papers", [{"kind": "PIRT", "number": "1", "state": "perhaps"}]),
    ],
)
def test_a_product_is_refused_for(field: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        ProductForm(**trade.product(**{field: value}))


@pytest.mark.parametrize(
    "tiers",
    [
        [(50, 12_001)],
        [(1, 11_000)],
        [(50, 11_000), (50, 10_000)],
        [(200, 10_000), (50, 11_000)],
        [(50, 11_000), (200, 11_500)],
    ],
)
def test_who_buys_more_must_not_pay_more(tiers: list[tuple[int, int]]) -> None:
    steps = [{"minimum": minimum, "price": price} for minimum, price in tiers]
    with pytest.raises(ValidationError, match="larger quantity and no higher price"):
        ProductForm(**trade.product(price=12_000, price_tiers=steps))


def test_a_tier_may_cost_the_same() -> None:
    ProductForm(**trade.product(price=12_000, price_tiers=[{"minimum": 50, "price": 12_000}]))


def test_a_product_knows_its_maker_and_the_code_of_its_unit() -> None:
    product = _product(unit="pak")
    assert product.id == "product:uve-2026:PR-1"
    assert product.exhibitor == "exhibitor:uve-2026:PS-1"
    assert (product.exhibitor_name, product.regency) == ("Koperasi Tani Makmur", "3319")
    assert product.unit_code == "XPK"


def test_a_product_follows_its_maker() -> None:
    moved = _product().made_by(_maker(name="Koperasi Baru", regency="3374", attendance="online"))
    assert (moved.exhibitor_name, moved.regency, moved.attendance) == (
        "Koperasi Baru",
        "3374",
        "online",
    )


def test_a_product_is_withdrawn_once() -> None:
    gone = _product().withdrawn()
    assert (gone.status, gone.version) == ("withdrawn", 2)
    with pytest.raises(Conflict) as refusal:
        gone.withdrawn()
    assert refusal.value.code == "already-withdrawn"
    assert refusal.value.detail == "Produk Keripik singkong balado sudah ditarik."


def test_an_edit_of_another_version_is_stale() -> None:
    expect_version(3, 3)
    with pytest.raises(StaleVersion) as refusal:
        expect_version(3, 2)
    assert refusal.value.problem()["current_version"] == 3
