"""How many units wanted are in one unit offered: by measure, by what its pack says, by usage."""

from functools import cache, lru_cache

from contracts import lists
from services.matching import measures
from services.matching.model import Demand, Offer

_KINDS = {"g": "bulk", "ml": "bulk", "m": "length"}


Packing = tuple[str, str, frozenset[str]]
"""All that the contents of an offer's unit depend on: unit, pack, and words that say more."""


def packing(offer: Offer) -> Packing:
    """How an offer is packed; offers packed alike hold alike."""
    return offer.unit, offer.pack, _known_words(offer.word_set)


def per_unit(demand: Demand, offer: Offer) -> float | None:
    """How many of the demand's units are in one of the offer's; None if it is not known."""
    return per_packing(packing(offer), demand.unit)


def of_another_kind(wanted: str, offered: str) -> bool:
    """Whether one unit is of weight or volume and the other of length, so nothing converts."""
    one, other = (_KINDS.get(lists.units()[unit].base) for unit in (wanted, offered))
    return one is not None and other is not None and one != other


@lru_cache(maxsize=20_000)
def _known_words(words: frozenset[str]) -> frozenset[str]:
    return words & _telling_words()


@cache
def _telling_words() -> frozenset[str]:
    return frozenset(content.word for content in lists.unit_contents())


@lru_cache(maxsize=20_000)
def per_packing(packing: Packing, wanted: str) -> float | None:
    """How many `wanted` units are in one that is packed so; None if it is not known."""
    unit, pack, words = packing
    direct = measures.per_unit(unit, pack, wanted)
    if direct is not None:
        return direct
    offered, asked = _in_bases(unit, pack, words), _in_bases(wanted, "", words)
    shared = [base for base in offered if base in asked]
    return offered[shared[0]] / asked[shared[0]] if shared else None


def _in_bases(unit: str, pack: str, words: frozenset[str]) -> dict[str, float]:
    """What one unit holds, in each base unit that it can be told in."""
    measure = lists.units()[unit]
    found = {measure.base: measure.factor}
    for base in ("g", "ml"):
        content = measures.per_unit(unit, pack, base)
        if content is not None:
            found.setdefault(base, content)
    for usual in lists.unit_contents():
        if usual.word in words or not usual.word:
            _add(found, usual)
    return found


def _add(found: dict[str, float], usual: lists.UnitContent) -> None:
    """Go on from a base that is known: a tray is 30 eggs, and an egg so many grams."""
    unit = lists.units()[usual.unit]
    if unit.base in found:
        count = found[unit.base] / unit.factor
        found.setdefault(usual.base, count * usual.amount)
