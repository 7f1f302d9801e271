"""Demands that contradict themselves are refused with a sentence each."""

from datetime import timedelta
from typing import Any

import pytest

from services.matching.contradictions import contradictions, over
from services.matching.model import DemandForm
from tests import trade
from tests.unit.matching.pairs import TODAY


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"largest_moq": 2_001}, "largest_moq", "moq-above-volume"),
        ({"unit": "ton", "volume_per_month": 1_000_001}, "volume_per_month", "absurd-volume"),
        ({"unit": "kodi", "volume_per_month": 5_000_001}, "volume_per_month", "absurd-volume"),
        ({"papers": ["HALAL"], "musts": ["PIRT"]}, "musts", "must-not-wanted"),
        ({"destination": "NL"}, "market", "market-not-abroad"),
    ],
)
def test_what_cannot_be_meant_is_said_in_both_languages(
    changes: dict[str, Any], field: str, code: str
) -> None:
    [said] = contradictions(DemandForm(**trade.demand(**changes)))
    assert (said.field, said.code) == (field, code)
    assert said.text != said.text_en


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"largest_moq": 2_000},
        {"largest_moq": None},
        {"unit": "ton", "volume_per_month": 1_000_000},
        {"papers": ["HALAL", "PIRT"], "musts": ["PIRT"]},
        {"destination": "NL", "market": "X:NL"},
        {"market": "X:NL"},
    ],
)
def test_what_can_be_meant_is_left_alone(changes: dict[str, Any]) -> None:
    assert contradictions(DemandForm(**trade.demand(**changes))) == []


def test_a_demand_is_over_after_its_last_day() -> None:
    last = DemandForm(**trade.demand(ends=TODAY))
    assert over(last, TODAY) is None
    said = over(last, TODAY + timedelta(days=1))
    assert said is not None
    assert (said.field, said.code) == ("ends", "demand-over")
    assert str(TODAY) in said.text
    assert over(DemandForm(**trade.demand()), TODAY) is None
