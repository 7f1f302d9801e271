"""A number as people write it is one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.matching.whatsapp.model import NumberForm

CONSENT = {"text_version": "2026-11"}


def _read(written: str) -> str:
    return NumberForm.model_validate({"number": written, "consent": CONSENT}).number


@pytest.mark.parametrize(
    "written", ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62 (812) 3456.7890"]
)
def test_the_ways_to_write_a_number_lead_to_one(written: str) -> None:
    assert _read(written) == "+6281234567890"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_refused(written: str) -> None:
    try:
        number = _read(written)
    except ValidationError:
        return
    assert number[0] == "+"
    assert number[1:].isascii()
    assert 8 <= len(number[1:]) <= 15
    assert _read(number) == number
