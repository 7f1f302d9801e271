"""How well an offer fits a demand: seven parts from 0 to 1, each with a sentence for or against.

The score is the weighted sum of its parts (a linear additive value model: Keeney and Raiffa,
Decisions with Multiple Objectives, 1976), so that it can be taken apart by whoever it concerns.
"""

from collections.abc import Callable
from datetime import date

from services.matching.exclusions import exclusion
from services.matching.goods import LEAST_GOODS, goods_fit
from services.matching.match import Match, PartName, Reason, match_id
from services.matching.model import Demand, Offer
from services.matching.paperwork import papers_fit
from services.matching.parts import place_fit, price_fit, terms_fit, time_fit, volume_fit
from services.matching.sentences import Part
from services.matching.weights import Weights, usual

RULES = 3
"""Counts up whenever the same offer would fit the same demand otherwise than before."""


def matched(
    demand: Demand, offer: Offer, today: date, weights: Weights | None = None
) -> Match | None:
    """The match of an offer with a demand, or None when it is about other goods.

    One that a hard condition excludes is not live and says why. `weights` are the data's when
    the edition has none of its own.
    """
    goods = goods_fit(demand, offer)
    if goods[0] < LEAST_GOODS:
        return None
    weights = weights or usual()
    others = ((part, fit(demand, offer, today)) for part, fit in PARTS)
    reasons = tuple(
        _reason(part, fit, weights.of(part)) for part, fit in (("goods", goods), *others)
    )
    no = exclusion(demand, offer, today)
    return Match.model_construct(
        id=match_id(demand, offer),
        edition=demand.edition,
        demand=demand.id,
        demand_code=demand.code,
        demand_title=demand.title,
        demand_title_en=demand.title_en,
        buyer=demand.buyer,
        buyer_name=demand.buyer_name,
        product=offer.id,
        product_code=offer.code,
        product_name=offer.name,
        exhibitor=offer.exhibitor,
        exhibitor_code=offer.exhibitor_code,
        exhibitor_name=offer.exhibitor_name,
        regency=offer.regency,
        price=offer.price,
        unit=offer.unit,
        score=scored(reasons),
        reasons=reasons,
        live=no is None,
        excluded=no[0] if no else "",
        excluded_en=no[1] if no else "",
    )


def reweighed(match: Match, weights: Weights) -> Match:
    """The same match by other weights."""
    reasons = tuple(
        reason.model_copy(update={"weight": weights.of(reason.part)}) for reason in match.reasons
    )
    return match.model_copy(update={"reasons": reasons, "score": scored(reasons)})


def scored(reasons: tuple[Reason, ...]) -> float:
    """The sum of what each reason is worth, times what it weighs."""
    return round(sum(reason.weight * reason.value for reason in reasons), 4)


def _reason(part: PartName, fit: Part, weight: float) -> Reason:
    value, speaks_for, sentence = fit
    return Reason.model_construct(
        part=part,
        direction="for" if speaks_for else "against",
        value=round(value, 3),
        weight=weight,
        text=sentence[0],
        text_en=sentence[1],
    )


def _undated(fit: Callable[[Demand, Offer], Part]) -> Callable[[Demand, Offer, date], Part]:
    return lambda demand, offer, _today: fit(demand, offer)


PARTS: tuple[tuple[PartName, Callable[[Demand, Offer, date], Part]], ...] = (
    ("volume", _undated(volume_fit)),
    ("price", _undated(price_fit)),
    ("papers", papers_fit),
    ("place", _undated(place_fit)),
    ("terms", _undated(terms_fit)),
    ("time", _undated(time_fit)),
)
