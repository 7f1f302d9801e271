"""A broker's demands summed up by end buyer: what fits, what is asked, quoted and awarded."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from services.matching.model import Demand
from services.matching.quotes.model import Rfq


class Followed(BaseModel):
    """A demand and how far it has come."""

    code: str
    title: str
    title_en: str
    is_open: bool
    matches: int
    best: float | None
    request: str
    quotes: int
    accepted: int
    remaining: int | None
    unit: str
    posted_by: str


class EndBuyer(BaseModel):
    """All that is stated for one end buyer, by the name that the broker gave; "" for itself."""

    name: str
    open: int
    matches: int
    quotes: int
    accepted: int
    demands: list[Followed]


class Overview(BaseModel):
    """End buyers by name."""

    items: list[EndBuyer]
    next: None = None


def overview(
    demands: Sequence[Demand],
    tally: Mapping[str, tuple[int, float]],
    rfqs: Mapping[str, Rfq],
    quotes: Mapping[str, int],
) -> Overview:
    """`tally` has matches and the best score, `rfqs` the request and `quotes` how many, by demand.

    Names that differ in case or in spaces alone are one end buyer.
    """
    by_name: dict[str, list[Demand]] = defaultdict(list)
    for demand in demands:
        by_name[" ".join(demand.end_buyer.split()).casefold()].append(demand)
    return Overview(
        items=[
            _end_buyer([_followed(demand, tally, rfqs, quotes) for demand in stated], stated)
            for _, stated in sorted(by_name.items())
        ]
    )


def _end_buyer(followed: list[Followed], stated: Sequence[Demand]) -> EndBuyer:
    return EndBuyer(
        name=" ".join(stated[0].end_buyer.split()),
        open=sum(one.is_open for one in followed),
        matches=sum(one.matches for one in followed),
        quotes=sum(one.quotes for one in followed),
        accepted=sum(one.accepted for one in followed),
        demands=followed,
    )


def _followed(
    demand: Demand,
    tally: Mapping[str, tuple[int, float]],
    rfqs: Mapping[str, Rfq],
    quotes: Mapping[str, int],
) -> Followed:
    count, best = tally.get(demand.id, (0, None))
    rfq = rfqs.get(demand.id)
    return Followed(
        code=demand.code,
        title=demand.title,
        title_en=demand.title_en,
        is_open=demand.status == "open",
        matches=count,
        best=best,
        request=rfq.status if rfq else "",
        quotes=quotes.get(demand.id, 0),
        accepted=sum(award.state == "accepted" for award in rfq.awards) if rfq else 0,
        remaining=rfq.remaining if rfq else None,
        unit=demand.unit,
        posted_by=demand.posted_by,
    )
