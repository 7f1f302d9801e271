"""Whether two sides speak of the same goods: by name, by category, by HS code."""

from contracts import lists
from services.matching.model import Demand, Offer
from services.matching.sentences import Part, Told, percent, say

LEAST_GOODS = 0.6
LEAST_NAMED = 0.5
RELATED = 0.5
HS_LEVELS = ((6, 1.0), (4, 0.6), (2, 0.3))
"""How many digits of an HS code agree, and what that is worth."""


def goods_fit(demand: Demand, offer: Offer) -> Part:
    """Whether it is the same kind of goods: by name first, then category and HS code.

    Names weigh most, because one HS heading holds tempeh chips and ginger drinks alike (210690);
    less than half a name is never enough.
    """
    named = max((_share_named(words, offer) for words in demand.words_of_names), default=0.0)
    category = category_agreement(demand.category, offer.category)
    hs = _hs_agreement(demand.hs_code, offer.hs_code)
    value = goods_value(named, category, hs)
    told: Told = {
        "share": percent(named),
        "category": say(_CATEGORY_WORDS[category]),
        "hs": say(_HS_WORDS[hs]),
    }
    return value, value >= 0.7, say("goods", **told)


def goods_value(named: float, category: float, hs: float | None) -> float:
    """From the shares of name, category and HS code that agree; None for an HS code not known."""
    if hs is None:
        value = 0.8 * named + 0.2 * category
    else:
        value = 0.65 * named + 0.15 * category + 0.2 * hs
    return value if named >= LEAST_NAMED else min(value, LEAST_GOODS - 0.01)


def category_agreement(one: str, other: str) -> float:
    """1 for the same category, less for one of the same family, else 0."""
    if one == other:
        return 1.0
    families = lists.category_families()
    return RELATED if families[one] == families[other] else 0.0


def _share_named(wanted: tuple[str, ...], offer: Offer) -> float:
    return sum(word in offer.word_set for word in wanted) / len(wanted) if wanted else 0.0


def _hs_agreement(one: str | None, other: str | None) -> float | None:
    """1 for the same subheading (6 digits), 0.6 heading (4), 0.3 chapter (2), else 0."""
    if one is None or other is None:
        return None
    return next((share for digits, share in HS_LEVELS if one[:digits] == other[:digits]), 0.0)


_CATEGORY_WORDS = {1.0: "same", RELATED: "related", 0.0: "other"}
_HS_WORDS = {None: "unknown", 1.0: "same", 0.6: "heading", 0.3: "chapter", 0.0: "other"}
