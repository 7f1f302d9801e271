"""How matching's nouns are told to others, and how the catalogue's facts become offers."""

from contracts import matching as told
from contracts.catalogue import ProductListed
from services.matching.match import Match, Reason
from services.matching.model import Buyer, Demand, Offer


def buyer_registered(buyer: Buyer) -> told.BuyerRegistered:
    """The buyer's public data."""
    return told.BuyerRegistered(subject=buyer.id, **buyer.model_dump(exclude={"id"}))


def demand_told(demand: Demand) -> told.DemandPosted | told.DemandWithdrawn:
    """The demand, or that it is closed."""
    if demand.status == "withdrawn":
        return told.DemandWithdrawn(
            subject=demand.id, version=demand.version, edition=demand.edition, buyer=demand.buyer
        )
    return told.DemandPosted(subject=demand.id, **demand.model_dump(exclude={"id"}))


def match_told(match: Match) -> told.MatchFound | told.MatchLost:
    """The match with its strongest reason each way, or that it is gone."""
    if not match.live:
        return told.MatchLost(
            subject=match.id,
            version=match.version,
            edition=match.edition,
            demand=match.demand,
            buyer=match.buyer,
            product=match.product,
            exhibitor=match.exhibitor,
        )
    favourable = [reason for reason in match.reasons if reason.direction == "for"]
    adverse = [reason for reason in match.reasons if reason.direction == "against"]
    return told.MatchFound(
        subject=match.id,
        best=_reason_told(max(favourable or adverse, key=lambda r: r.weight * r.value)),
        worst=_reason_told(max(adverse, key=lambda r: r.weight * (1 - r.value)))
        if adverse
        else None,
        **match.model_dump(exclude={"id", "reasons"}),
    )


_PART_TOLD = {"terms": "moq", "time": "volume"}
"""What facts call the parts that came later, beside their own names."""


def _reason_told(reason: Reason) -> told.Reason:
    part = _PART_TOLD.get(reason.part, reason.part)
    names = {"part": part, "part_of_seven": reason.part}
    return told.Reason.model_validate(reason.model_dump() | names)


def offer_of(fact: ProductListed) -> Offer:
    """What matching keeps of a product."""
    return Offer.model_validate(fact.model_dump() | {"id": fact.subject})
