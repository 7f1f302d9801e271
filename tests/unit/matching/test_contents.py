"""Units of trade that no measure converts: trays of eggs, containers, scores, sets."""

from typing import Any

import pytest

from services.matching.contents import of_another_kind, per_unit
from tests.unit.matching.pairs import demand, offer

EGGS = {"name": "Telur ayam ras", "name_en": ""}


@pytest.mark.parametrize(
    ("wanted", "offered", "content"),
    [
        ("tray", EGGS | {"unit": "butir", "pack": ""}, 1 / 30),
        ("tray", EGGS | {"unit": "kg", "pack": "peti 15 kg"}, 1000 / 1875),
        ("kg", EGGS | {"unit": "butir", "pack": ""}, 0.0625),
        ("butir", EGGS | {"unit": "tray", "pack": ""}, 30),
        ("kodi", {"unit": "buah", "pack": ""}, 1 / 20),
        ("lusin", {"unit": "buah", "pack": ""}, 1 / 12),
        ("ton", {"unit": "pak", "pack": "250 g"}, 0.00025),
        ("kontainer20", {"unit": "ton", "pack": ""}, 1 / 18),
        ("kg", {"unit": "kontainer20", "pack": ""}, 18_000),
        ("buah", {"unit": "set", "pack": ""}, 1),
        ("tray", {"unit": "kg", "pack": ""}, None),
        ("kg", {"unit": "pak", "pack": "isi 10"}, None),
    ],
)
def test_units_convert_by_what_the_goods_are(
    wanted: str, offered: dict[str, Any], content: float | None
) -> None:
    found = per_unit(demand(unit=wanted), offer(**offered))
    assert found == (content if content is None else pytest.approx(content))


@pytest.mark.parametrize(
    ("wanted", "offered", "another"), [("kg", "meter", True), ("kg", "liter", False)]
)
def test_length_and_weight_are_of_another_kind(wanted: str, offered: str, another: bool) -> None:
    assert of_another_kind(wanted, offered) == another
