"""What an inbox is told of, and under which heading it counts."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict


class Occasion(StrEnum):
    """What a party can be told about."""

    DEMAND_MATCHES = "demand-matches"
    EXHIBITOR_DEMANDS = "exhibitor-demands"
    RFQ_OPEN = "rfq-open"
    QUOTES_RECEIVED = "quotes-received"
    QUOTE_AWARDED = "quote-awarded"
    QUOTE_PASSED_OVER = "quote-passed-over"
    AWARD_ACCEPTED = "award-accepted"
    AWARD_DECLINED = "award-declined"
    DEAL_RECORDED = "deal-recorded"
    LEAD_MADE = "lead-made"
    PAPERS_EXPIRING = "papers-expiring"
    GOODS_FOUND = "goods-found"
    POOL_PROPOSED = "pool-proposed"
    POOL_INVITATION = "pool-invitation"
    POOL_REPAIRED = "pool-repaired"
    POOL_COMPLETE = "pool-complete"
    POOL_LED = "pool-led"
    OFFICE_ANNOUNCEMENT = "office-announcement"


KINDS = {
    Occasion.RFQ_OPEN: "quote",
    Occasion.QUOTES_RECEIVED: "quote",
    Occasion.QUOTE_AWARDED: "quote",
    Occasion.QUOTE_PASSED_OVER: "quote",
    Occasion.AWARD_ACCEPTED: "quote",
    Occasion.AWARD_DECLINED: "quote",
    Occasion.DEAL_RECORDED: "deal",
    Occasion.LEAD_MADE: "lead",
    Occasion.PAPERS_EXPIRING: "paper",
    Occasion.GOODS_FOUND: "search",
    Occasion.POOL_PROPOSED: "pool",
    Occasion.POOL_INVITATION: "pool",
    Occasion.POOL_REPAIRED: "pool",
    Occasion.POOL_COMPLETE: "pool",
    Occasion.POOL_LED: "pool",
    Occasion.OFFICE_ANNOUNCEMENT: "announcement",
}


class Heading(NamedTuple):
    """Which entry: whose, on what occasion, about which demand of which edition."""

    party: str
    occasion: Occasion
    edition: str
    demand: str

    @property
    def id(self) -> str:
        """The same 24 hex digits for the same heading, safe in a path and in a field name."""
        return hashlib.sha256("\x1f".join(self).encode()).hexdigest()[:24]


class Particulars(BaseModel):
    """What a sentence may say besides names of goods: who, how much, which paper, until when."""

    model_config = ConfigDict(frozen=True)

    buyer_name: str = ""
    quantity: int = 0
    unit: str = ""
    value: int = 0
    step: str = ""
    paper: str = ""
    until: datetime | None = None


class Told(BaseModel):
    """Something that counts in entries, as far as was heard of it.

    `found` and `lost` are the highest versions that told that it is so and that it is not; 0 is
    never. Both only grow, so the facts may come twice and in any order.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    edition: str
    found: int = 0
    lost: int = 0
    score: float = 0
    demand_code: str = ""
    demand_title: str = ""
    demand_title_en: str = ""
    product_name: str = ""
    exhibitor_name: str = ""
    particulars: Particulars = Particulars()

    @property
    def is_live(self) -> bool:
        return self.found > self.lost

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The entries it counts in."""
        raise NotImplementedError

    def merged(self, other: Self) -> Self:
        """All that both tell of one thing."""
        newer = self if self.found >= other.found else other
        return newer.model_copy(update={"lost": max(self.lost, other.lost)})


class Match(Told):
    """A product and a demand; counts in the buyer's inbox and in the exhibitor's."""

    demand: str
    buyer: str
    exhibitor: str

    @property
    def headings(self) -> tuple[Heading, ...]:
        return (
            Heading(self.buyer, Occasion.DEMAND_MATCHES, self.edition, self.demand),
            Heading(self.exhibitor, Occasion.EXHIBITOR_DEMANDS, self.edition, self.demand),
        )


class Announcement(Told):
    """Something told to one party on one occasion, folded with others `about` the same."""

    party: str
    occasion: Occasion
    about: str

    @property
    def headings(self) -> tuple[Heading, ...]:
        return (Heading(self.party, self.occasion, self.edition, self.about),)
