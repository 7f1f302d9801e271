"""Variants: as they are written into a cell, and as they were kept when they were one text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.catalogue.model import Product, ProductForm
from services.catalogue.variants import Variant, variants_of, written
from tests import trade
from tests.unit.catalogue.makers import product

NAMES = st.from_regex(re.compile(r"[a-z][a-z0-9 ]{0,20}[a-z0-9]", re.ASCII), fullmatch=True).map(
    lambda name: " ".join(name.split())
)
CODES = st.from_regex(re.compile(r"[A-Za-z0-9._-]{1,40}", re.ASCII), fullmatch=True)
VARIANTS = st.builds(
    Variant, name=NAMES, price=st.none() | st.integers(0, 10**12), code=st.none() | CODES
)


@given(st.lists(VARIANTS, max_size=20).map(tuple))
def test_what_is_written_is_read_again(variants: tuple[Variant, ...]) -> None:
    assert variants_of(written(variants)) == variants


def test_a_product_kept_with_one_text_of_variants_reads_as_one_with_a_list() -> None:
    kept = product().model_dump(exclude={"variants"}) | {"variant": "Balado; Original; balado"}
    assert [one.name for one in Product.model_validate(kept).variants] == ["balado", "Original"]
    assert Product.model_validate(kept | {"variant": ""}).variants == ()


def test_a_product_reads_as_it_was_kept() -> None:
    made = product(variants=[{"name": "Balado", "price": 9_000, "code": "B-1"}, {"name": "Manis"}])
    assert made.variant == "Balado; Manis"
    assert Product.model_validate(made.model_dump()) == made


@pytest.mark.parametrize(
    "variants",
    [
        [{"name": "Balado"}, {"name": "BALADO"}],
        [{"name": "Balado", "code": "B"}, {"name": "Manis", "code": "B"}],
        [{"name": "Balado; Manis"}],
        [{"name": "Bal\u202eado"}],
        [{"name": "x" * 121}],
        [{"name": "Balado", "price": -1}],
        [{"name": f"Rasa {n}"} for n in range(21)],
    ],
)
def test_variants_that_cannot_be_are_refused(variants: object) -> None:
    with pytest.raises(ValidationError):
        ProductForm(**trade.product(variants=variants))


def test_a_text_that_was_never_a_variant_is_refused() -> None:
    for text in ("x" * 121, 5, None, "Bal\u202eado"):
        with pytest.raises(ValidationError):
            ProductForm(**trade.product(variant=text))
