"""Quantities of trade made comparable: kilograms, packs of 250 g, cartons of 10 kg."""

import re
from fractions import Fraction

from contracts import lists

_NUMBER = r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_CONTENT = re.compile(
    rf"(?:(?P<times>\d+)\s*(?:[x×]|[a-z]*\s*@)\s*)?"
    rf"(?P<amount>{_NUMBER})\s*(?P<unit>kg|g|gr|gram|l|liter|ml)\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_WORDS = {"gr": "g", "gram": "g", "l": "liter"}


def per_unit(unit: str, pack: str, wanted: str) -> float | None:
    """How many `wanted` units are in one `unit` that is packed as `pack`; None if it is not known.

    >>> per_unit("pak", "250 g", "kg")
    0.25
    >>> per_unit("karton", "12 x 250 g", "kg")
    3.0
    """
    exact = exactly_per_unit(unit, pack, wanted)
    return None if exact is None else float(exact)


def exactly_per_unit(unit: str, pack: str, wanted: str) -> Fraction | None:
    """The same without rounding, for money.

    >>> exactly_per_unit("pak", "0,1 kg", "kg")
    Fraction(1, 10)
    """
    one, other = lists.units()[unit], lists.units()[wanted]
    if one.base == other.base:
        return Fraction(one.factor) / Fraction(other.factor)
    content = _content(pack)
    if content and content[1] == other.base:
        return content[0] / Fraction(other.factor)
    return None


def _content(pack: str) -> tuple[Fraction, str] | None:
    """How much of which base unit a pack holds; None for one that does not say, or says nothing."""
    found = _CONTENT.search(pack)
    if not found:
        return None
    amount = int(found["times"] or 1) * _amount(found["amount"])
    word = found["unit"].lower()
    unit = lists.units()[_WORDS.get(word, word)]
    return (amount * Fraction(unit.factor), unit.base) if amount else None


def _amount(written: str) -> Fraction:
    """A point parts thousands where three digits follow it, else it is a decimal point."""
    whole, _, part = written.partition(",")
    if _THOUSANDS.fullmatch(whole):
        whole = whole.replace(".", "")
    return Fraction(f"{whole}.{part}" if part else whole)
