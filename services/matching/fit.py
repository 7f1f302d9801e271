"""How well an offer fits a demand: six parts from 0 to 1, each with a sentence for or against.

The score is the weighted sum of its parts (a linear additive value model: Keeney and Raiffa,
Decisions with Multiple Objectives, 1976), so that it can be taken apart by whoever it concerns.
"""

from collections.abc import Callable, Sequence
from datetime import date

from contracts import lists
from contracts.matching import Reason
from services.matching import measures, places
from services.matching.model import Demand, HeldPaper, Match, Offer, match_id
from services.matching.sentences import Sentence, Told, number, percent, rupiah, say

WEIGHTS = {
    "goods": 0.35,
    "volume": 0.17,
    "price": 0.16,
    "papers": 0.14,
    "moq": 0.09,
    "place": 0.09,
}
LEAST_GOODS = 0.6
DEAREST = 1.5
FARTHEST_KM = 350.0
SELF_DECLARED = 0.7

Part = tuple[float, bool, Sentence]
"""Value (0-1), whether it speaks for the offer, and why."""


def matched(demand: Demand, offer: Offer, today: date) -> Match | None:
    """The match of an offer with a demand, or None when it is about other goods."""
    goods = goods_fit(demand, offer)
    if goods[0] < LEAST_GOODS:
        return None
    reasons = (
        _reason("goods", goods),
        *(_reason(p, fit(demand, offer, today)) for p, fit in PARTS),
    )
    return Match(
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
        score=round(sum(reason.weight * reason.value for reason in reasons), 4),
        reasons=reasons,
    )


def _reason(part: str, fit: Part) -> Reason:
    value, speaks_for, sentence = fit
    return Reason(
        part=part,
        direction="for" if speaks_for else "against",
        value=round(value, 3),
        weight=WEIGHTS[part],
        text=sentence[0],
        text_en=sentence[1],
    )


def goods_fit(demand: Demand, offer: Offer) -> Part:
    """Whether it is the same kind of goods: by name first, then category and HS code.

    Names weigh most, because one HS heading holds tempeh chips and ginger drinks alike (210690).
    """
    named = max((_share_named(words, offer) for words in demand.words_of_names), default=0.0)
    category = float(demand.category == offer.category)
    hs = _hs_agreement(demand.hs_code, offer.hs_code)
    if hs is None:
        value = 0.8 * named + 0.2 * category
    else:
        value = 0.65 * named + 0.15 * category + 0.2 * hs
    if named < 0.5:
        value = min(value, LEAST_GOODS - 0.01)
    told: Told = {
        "share": percent(named),
        "category": say("same" if category else "other"),
        "hs": say(_HS_WORDS[hs]),
    }
    return value, value >= 0.7, say("goods", **told)


def _share_named(wanted: tuple[str, ...], offer: Offer) -> float:
    return sum(word in offer.words for word in wanted) / len(wanted) if wanted else 0.0


def _hs_agreement(one: str | None, other: str | None) -> float | None:
    """1 for the same subheading (6 digits), 0.6 heading (4), 0.3 chapter (2), else 0."""
    if one is None or other is None:
        return None
    return next((share for digits, share in _HS_LEVELS if one[:digits] == other[:digits]), 0.0)


_HS_WORDS = {None: "unknown", 1.0: "same", 0.6: "heading", 0.3: "chapter", 0.0: "other"}
_HS_LEVELS = ((6, 1.0), (4, 0.6), (2, 0.3))


def volume_fit(demand: Demand, offer: Offer, _today: date) -> Part:
    """How much of the wanted volume the offer's capacity covers."""
    if not offer.capacity_per_month:
        return 0.3, False, say("volume-unknown")
    content = measures.per_unit(offer.unit, offer.pack, demand.unit)
    if content is None:
        return 0.4, False, say("units-differ", offered=offer.unit, wanted=demand.unit)
    capacity = offer.capacity_per_month * content
    share = capacity / demand.volume_per_month
    told: Told = {
        "capacity": number(capacity),
        "volume": number(demand.volume_per_month),
        "unit": demand.unit,
    }
    if share >= 1:
        return 1.0, True, say("volume-covered", **told)
    return share, False, say("volume-short", share=percent(share), **told)


def moq_fit(demand: Demand, offer: Offer, _today: date) -> Part:
    """Whether the smallest order is one that the buyer can live with."""
    content = measures.per_unit(offer.unit, offer.pack, demand.unit)
    if content is None:
        return 0.4, False, say("units-differ", offered=offer.unit, wanted=demand.unit)
    moq = offer.moq * content
    limit = demand.largest_moq or demand.volume_per_month
    told: Told = {"moq": number(moq), "limit": number(limit), "unit": demand.unit}
    if moq <= limit:
        return 1.0, True, say("moq-fits", **told)
    return limit / moq, False, say("moq-too-large", **told)


def price_fit(demand: Demand, offer: Offer, _today: date) -> Part:
    """Whether the price at the wanted volume stays under the limit; 0 from 1.5 times it on."""
    if demand.price_limit is None:
        return 0.7, True, say("price-open", price=rupiah(offer.price), unit=offer.unit)
    content = measures.per_unit(offer.unit, offer.pack, demand.unit)
    if content is None:
        return 0.4, False, say("units-differ", offered=offer.unit, wanted=demand.unit)
    price = offer.price_at(demand.volume_per_month / content) / content
    ratio = price / demand.price_limit
    told: Told = {"price": rupiah(price), "limit": rupiah(demand.price_limit), "unit": demand.unit}
    if ratio <= 1:
        return 1.0, True, say("price-fits", **told)
    value = max(0.0, (DEAREST - ratio) / (DEAREST - 1))
    return value, False, say("price-above", over=percent(ratio - 1), **told)


def papers_fit(demand: Demand, offer: Offer, today: date) -> Part:
    """Which of the required papers are held and valid; one nobody checked counts less."""
    if not demand.papers:
        return 1.0, True, say("papers-none")
    held = _best_of_each_kind(offer.papers, today)
    missing = [kind for kind in demand.papers if kind not in held]
    expired = [kind for kind in demand.papers if kind in held and held[kind].ended(today)]
    valid = [kind for kind in demand.papers if kind not in missing and kind not in expired]
    worth = [1.0 if held[kind].state == "checked" else SELF_DECLARED for kind in valid]
    value = sum(worth) / len(demand.papers)
    if missing or expired:
        return value, False, _papers_lacking(missing, expired)
    if all(held[kind].state == "checked" for kind in valid):
        return value, True, say("papers-checked", papers=", ".join(valid))
    return value, True, say("papers-declared", papers=", ".join(valid))


def _best_of_each_kind(papers: Sequence[HeldPaper], today: date) -> dict[str, HeldPaper]:
    """The valid before the expired, the checked before the declared; none that was rejected."""
    usable = [paper for paper in papers if paper.state != "rejected"]
    worst_first = sorted(usable, key=lambda p: (not p.ended(today), p.state == "checked"))
    return {paper.kind: paper for paper in worst_first}


def _papers_lacking(missing: list[str], expired: list[str]) -> Sentence:
    parts = []
    if missing:
        parts.append(say("papers-missing", papers=", ".join(missing)))
    if expired:
        parts.append(say("papers-expired", papers=", ".join(expired)))
    return " ".join(part[0] for part in parts), " ".join(part[1] for part in parts)


def place_fit(demand: Demand, offer: Offer, _today: date) -> Part:
    """How far the goods travel to the buyer, or to the port when the buyer is abroad."""
    abroad = demand.destination not in lists.regencies()
    goal = places.PORT if abroad else demand.destination
    distance = lists.distance_km(offer.regency, goal)
    told: Told = {
        "origin": lists.regencies()[offer.regency].name,
        "goal": lists.regencies()[goal].name,
        "country": demand.destination,
        "distance": number(round(distance)),
    }
    value = max(0.0, 1 - distance / FARTHEST_KM)
    if offer.regency == goal and not abroad:
        return value, True, say("place-same", **told)
    return value, value >= 0.5, say("place-abroad" if abroad else "place-inland", **told)


PARTS: tuple[tuple[str, Callable[[Demand, Offer, date], Part]], ...] = (
    ("volume", volume_fit),
    ("moq", moq_fit),
    ("price", price_fit),
    ("papers", papers_fit),
    ("place", place_fit),
)
