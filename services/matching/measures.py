"""Quantities of trade made comparable: kilograms, packs of 250 g, cartons of 10 kg."""

import re

from services.matching import reference

_CONTENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*(kg|g|gr|gram|l|liter|ml)\b", re.IGNORECASE)
_WORDS = {"gr": "g", "gram": "g", "l": "liter"}


def per_unit(unit: str, pack: str, wanted: str) -> float | None:
    """How many `wanted` units are in one `unit` that is packed as `pack`; None if it is not known.

    >>> per_unit("pak", "250 g", "kg")
    0.25
    """
    one, other = reference.units()[unit], reference.units()[wanted]
    if one.base == other.base:
        return one.factor / other.factor
    content = _content(pack)
    if content and content[1] == other.base:
        return content[0] / other.factor
    return None


def _content(pack: str) -> tuple[float, str] | None:
    found = _CONTENT.search(pack)
    if not found:
        return None
    word = found[2].lower()
    unit = reference.units()[_WORDS.get(word, word)]
    return float(found[1].replace(",", ".")) * unit.factor, unit.base
