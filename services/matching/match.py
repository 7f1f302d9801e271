"""A match between a demand and an offer: its reasons, where it stands, and when it is news."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator

from services.matching.model import Demand, Offer, Value
from services.matching.standing import How, Standing, note, placed

BANDS = 20
"""Into how many bands the scores from 0 to 1 fall; within one a change is not told."""


PartName = Literal["goods", "volume", "price", "papers", "place", "terms", "time"]


class Reason(Value):
    """One part of a score in words: what speaks for or against, and how much it weighs.

    `value` is how well this part fits, 0 (not at all) to 1 (entirely); `weight` its share of the
    score, the weights of one match adding up to 1.
    """

    part: Annotated[
        PartName,
        BeforeValidator(lambda part: "terms" if part == "moq" else part),  # kept before 2026-11-24
    ]
    direction: Literal["for", "against"]
    value: float
    weight: float
    text: str
    text_en: str


class Match(Value):
    """A product that fits a demand: a score from 0 to 1 and the reasons that add up to it.

    A match that is not `live` did fit once, and is kept so that its next version is told as later;
    or a hard condition keeps it off the list, which `excluded` says. `place` is the score less what
    its standing with the buyer takes off: by it the buyer's list is sorted.
    """

    id: str
    edition: str
    demand: str
    demand_code: str
    demand_title: str
    demand_title_en: str
    buyer: str
    buyer_name: str
    product: str
    product_code: str
    product_name: str
    exhibitor: str
    exhibitor_code: str
    exhibitor_name: str
    regency: str
    price: int
    unit: str
    score: float
    reasons: tuple[Reason, ...]
    live: bool = True
    excluded: str = ""
    excluded_en: str = ""
    place: float = 0
    standing: Standing = "new"
    came_by: How = ""
    dismissed_for: str = ""
    note: str = ""
    note_en: str = ""
    seen_on: date | None = None
    version: int = 1

    def standing_as(self, standing: Standing, why: str = "", how: How = "") -> Self:
        """The match after its buyer has seen, met or dismissed it, or made it new again.

        `how` is the channel by which its two sides came together elsewhere.
        """
        text, text_en = note(standing, why, how)
        return self.model_copy(
            update={
                "standing": standing,
                "came_by": how,
                "dismissed_for": why if standing == "dismissed" else "",
                "place": placed(self.score, standing),
                "note": text,
                "note_en": text_en,
            }
        )

    def anonymous(self) -> Self:
        """The match without whose demand it is."""
        return self.model_copy(update={"buyer": "", "buyer_name": ""})

    def as_exhibitors_see_it(self) -> Self:
        """The match without what its buyer thinks of it."""
        return self.standing_as("new").model_copy(update={"seen_on": None})

    def after(self, before: Self | None) -> Self:
        """The same match found anew: where it stands with its buyer has not changed."""
        if before is None:
            return self.standing_as("new")
        kept = self.model_copy(update={"seen_on": before.seen_on, "version": before.version})
        return kept.standing_as(before.standing, before.dismissed_for, before.came_by)

    def lost(self) -> Self:
        """The match when it fits no more."""
        gone = {"live": False, "excluded": "", "excluded_en": "", "version": self.version + 1}
        return self.model_copy(update=gone)


def match_id(demand: Demand, offer: Offer) -> str:
    """The id of the match between a demand and an offer, which there can be once."""
    return f"match:{demand.edition}:{demand.code}:{offer.code}"


def changes(before: Match | None, after: Match) -> dict[str, Any]:
    """What sets a match apart from its last version."""
    if before is None:
        return {"live": after.live}
    same = before.model_dump(exclude={"version"})
    return {k: v for k, v in after.model_dump(exclude={"version"}).items() if same[k] != v}


def is_news(before: Match | None, after: Match) -> bool:
    """Whether people are told: of a match that is new, gone, or means something else than before.

    It does when its score crosses a line between two bands of 5 points, when a reason turns from
    for to against or back, or when somebody or something in it is called otherwise.
    """
    if before is None or not (before.live and after.live):
        return after.live or (before is not None and before.live)
    return _meaning(before) != _meaning(after)


def _meaning(match: Match) -> tuple[object, ...]:
    directions = tuple((reason.part, reason.direction) for reason in match.reasons)
    names = (match.demand_title, match.demand_title_en, match.product_name, match.exhibitor_name)
    return int(match.score * BANDS), directions, names, match.buyer_name
