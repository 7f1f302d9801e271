"""What an inbox holds, and why it ends up the same in whatever order the facts come."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

BEST = 3
LONGEST_REST = 6


class Occasion(StrEnum):
    """What a party can be told about."""

    DEMAND_MATCHES = "demand-matches"
    EXHIBITOR_DEMANDS = "exhibitor-demands"


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


class Match(BaseModel):
    """A product and a demand, as far as was heard of them.

    `found` and `lost` are the highest versions that told that the two fit and that they do not;
    0 is never. Both only grow, so the facts may come twice and in any order.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    edition: str
    demand: str
    buyer: str
    exhibitor: str
    found: int = 0
    lost: int = 0
    score: float = 0
    demand_code: str = ""
    demand_title: str = ""
    demand_title_en: str = ""
    product_name: str = ""
    exhibitor_name: str = ""

    @property
    def is_live(self) -> bool:
        return self.found > self.lost

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The entries it counts in: the buyer's and the exhibitor's."""
        return (
            Heading(self.buyer, Occasion.DEMAND_MATCHES, self.edition, self.demand),
            Heading(self.exhibitor, Occasion.EXHIBITOR_DEMANDS, self.edition, self.demand),
        )

    def merged(self, other: "Match") -> "Match":
        """All that both tell of one match."""
        newer = self if self.found >= other.found else other
        return newer.model_copy(update={"lost": max(self.lost, other.lost)})


class Fold(BaseModel):
    """How many live matches an entry has, and which come first: live before lost, best first."""

    model_config = ConfigDict(frozen=True)

    count: int
    leading: tuple[Match, ...]


class Offer(BaseModel):
    """A product by name, with who makes it."""

    model_config = ConfigDict(frozen=True)

    product: str
    exhibitor: str


class Entry(BaseModel):
    """What a party is told of one demand: how many matches there are and which are the best.

    `version` grows with every change that can be seen. `news` says which of its party's news it
    last had something to add to: a person has read an entry when they read that or a later one.
    A count of 0 says that nothing is left; such an entry asks for nobody's attention.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    party: str
    occasion: Occasion
    edition: str
    demand: str
    version: int = 0
    news: int = 0
    changed_at: datetime
    count: int = 0
    best: tuple[Offer, ...] = ()
    demand_code: str = ""
    demand_title: str = ""
    demand_title_en: str = ""

    @classmethod
    def under(cls, heading: Heading, moment: datetime) -> "Entry":
        """An entry with nothing in it yet."""
        return cls(id=heading.id, changed_at=moment, **heading._asdict())

    @property
    def kind(self) -> str:
        return "match"

    @property
    def link(self) -> str:
        """The page where the reader can act on it."""
        if self.occasion is Occasion.DEMAND_MATCHES:
            return f"/temu/{self.demand_code}"
        return "/kesempatan"

    def counting(self, fold: Fold, news: int, moment: datetime) -> "Entry":
        """The entry as these matches and this news make it; itself when nothing is different."""
        seen = {**_what_is_seen_of(fold), "news": max(news, self.news)}
        if all(getattr(self, field) == value for field, value in seen.items()):
            return self
        return self.model_copy(update={**seen, "version": self.version + 1, "changed_at": moment})


def _what_is_seen_of(fold: Fold) -> dict[str, Any]:
    first = fold.leading[0]
    return {
        "count": fold.count,
        "best": tuple(
            Offer(product=match.product_name, exhibitor=match.exhibitor_name)
            for match in fold.leading[:BEST]
            if match.is_live
        ),
        "demand_code": first.demand_code,
        "demand_title": first.demand_title,
        "demand_title_en": first.demand_title_en,
    }


class Party(BaseModel):
    """How much news an exhibitor or a buyer has had, and when its people are to be written to.

    News rests for a quiet time after the last of it, so that a letter tells of all of it, but no
    longer than six such times after the first.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    news: int = 0
    waiting_since: datetime | None = None
    due_at: datetime | None = None

    def told(self, moment: datetime, quiet: timedelta) -> "Party":
        """One more piece of news."""
        since = self.waiting_since or moment
        due = min(moment + quiet, since + LONGEST_REST * quiet)
        return Party(id=self.id, news=self.news + 1, waiting_since=since, due_at=due)

    def awaiting(self, moment: datetime, quiet: timedelta) -> "Party":
        """No news, but somebody who has not heard the old."""
        if self.due_at is not None:
            return self
        return self.model_copy(update={"waiting_since": moment, "due_at": moment + quiet})

    def postponed(self, moment: datetime, quiet: timedelta) -> "Party":
        """Some of its people cannot be written to yet."""
        return self.model_copy(update={"due_at": moment + quiet})

    def written_to(self) -> "Party":
        """All of its people know, or have a letter on the way."""
        return Party(id=self.id, news=self.news)
