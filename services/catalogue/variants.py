"""The kinds and sizes of a product as people write them: “Balado 250 g = 12500 [B-1]”."""

import re
from typing import Annotated, Any

from pydantic import Field

from kernel.cells import line
from services.catalogue.values import Code, Rupiah, Value

MOST_VARIANTS = 20
LONGEST = 120
_PRICE = r"(?:Rp\.?\s*)?(?P<price>\d{1,3}(?:[.,]\d{3})+|\d+)"
_WRITTEN = re.compile(
    rf"(?P<name>[^;=\[\]]+?)\s*(?:=\s*{_PRICE})?\s*(?:\[\s*(?P<code>[A-Za-z0-9._-]{{1,40}})\s*\])?",
    re.IGNORECASE | re.ASCII,
)


class Variant(Value):
    """A kind or size in which a product comes; without a price of its own it costs the product's.

    `price` is whole rupiah per unit of the product, `code` the exhibitor's own stock code.
    """

    name: Annotated[str, line(LONGEST), Field(pattern=r"^[^;=\[\]]+$")]
    price: Rupiah | None = None
    code: Code | None = None


def variants_of(text: str) -> tuple[Variant, ...]:
    """The variants that a cell names, “;” between them. Raises ValueError for an unclear one."""
    return tuple(_variant(part.strip()) for part in text.split(";") if part.strip())


def _variant(text: str) -> Variant:
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ValueError(text)
    price = found["price"] and int(re.sub("[.,]", "", found["price"]))
    return Variant(name=found["name"], price=price, code=found["code"])


def written(variants: tuple[Variant, ...]) -> str:
    """The same variants for a spreadsheet."""
    return "; ".join(
        variant.name
        + (f" = {variant.price}" if variant.price is not None else "")
        + (f" [{variant.code}]" if variant.code else "")
        for variant in variants
    )


def named_variants(text: Any) -> tuple[Variant, ...]:
    """Variants as they were kept when they were one text. Raises ValueError for what never was."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise ValueError(f"variant must be a text of at most {LONGEST} characters")
    names = filter(None, map(str.strip, re.sub(r"[=\[\]]", " ", text).split(";")))
    once = {" ".join(name.split()).casefold(): name for name in names}
    return tuple(Variant(name=name) for name in once.values())[:MOST_VARIANTS]
