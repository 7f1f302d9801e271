"""What an inbox holds, and why it ends up the same in whatever order the facts come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from services.notifications.inbox.told import KINDS, Heading, Occasion, Particulars, Told

BEST = 3
LONGEST_REST = 6


class Fold(BaseModel):
    """How many live matches an entry has, and which come first: live before lost, best first."""

    model_config = ConfigDict(frozen=True)

    count: int
    leading: tuple[Told, ...]


class Change(NamedTuple):
    """Something before and after more was heard of it."""

    before: Told | None
    after: Told

    @property
    def touched(self) -> set[Heading]:
        """The entries that it concerns."""
        return {*self.after.headings, *(self.before.headings if self.before else ())}

    @property
    def enriched(self) -> set[Heading]:
        """The entries that have a match more than before."""
        return self._counted_after - self._counted_before

    @property
    def impoverished(self) -> set[Heading]:
        """The entries that have a match less than before."""
        return self._counted_before - self._counted_after

    @property
    def _counted_before(self) -> set[Heading]:
        return set(self.before.headings) if self.before and self.before.is_live else set()

    @property
    def _counted_after(self) -> set[Heading]:
        return set(self.after.headings) if self.after.is_live else set()


class Offer(BaseModel):
    """A product by name, with who makes it, and the match or announcement that brought it here."""

    model_config = ConfigDict(frozen=True)

    product: str
    exhibitor: str
    match: str = ""
    score: float = 0
    particulars: Particulars = Particulars()

    @classmethod
    def of(cls, match: Told) -> "Offer":
        """What a match or an announcement offers."""
        return cls(
            product=match.product_name,
            exhibitor=match.exhibitor_name,
            match=match.id,
            score=match.score,
            particulars=match.particulars,
        )


_LISTS = {
    Occasion.EXHIBITOR_DEMANDS: "/kesempatan",
    Occasion.PAPERS_EXPIRING: "/dokumen",
    Occasion.GOODS_FOUND: "/pencarian",
    Occasion.LEAD_MADE: "/prospek",
    Occasion.POOL_INVITATION: "/gabungan",
    Occasion.POOL_LED: "/gabungan",
    Occasion.OFFICE_ANNOUNCEMENT: "/",
}
"""Pages that show whatever there is, whichever entry led there."""


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
        return KINDS.get(self.occasion, "match")

    @property
    def link(self) -> str:
        """The page where the reader can act on it."""
        if self.occasion is Occasion.DEMAND_MATCHES:
            return f"/temu/{self.demand_code}"
        if self.occasion in _LISTS:
            return _LISTS[self.occasion]
        if self.occasion is Occasion.DEAL_RECORDED:
            return f"/kesepakatan/{self.demand_code}"
        if self.kind == "pool":
            return f"/gabungan/{self.demand_code}"
        return f"/permintaan/{self.demand_code}"

    def counting(self, fold: Fold, news: int, moment: datetime) -> "Entry":
        """The entry as these matches and this news make it; itself when nothing is different."""
        return self._showing(_what_is_seen_of(fold), news, moment)

    def must_be_counted_anew(self, changes: Sequence[Change]) -> bool:
        """Whether what it shows first has changed, so that what comes next is to be looked up."""
        shown = {offer.match for offer in self.best}
        return not shown or any(change.after.id in shown for change in changes)

    def adjusted(self, changes: Sequence[Change], news: int, moment: datetime) -> "Entry":
        """The entry after changes that leave alone what it shows first, without counting anew."""
        heading = self._heading
        more = [change.after for change in changes if heading in change.enriched]
        less = [change for change in changes if heading in change.impoverished]
        live = [change.after for change in changes if change.after.is_live]
        offers = [*self.best, *map(Offer.of, live)]
        best = tuple(sorted(offers, key=lambda offer: (-offer.score, offer.match))[:BEST])
        first = next((match for match in live if match.id == best[0].match), None)
        seen = {
            "count": self.count + len(more) - len(less),
            "best": best,
            **(_titles_of(first) if first else {}),
        }
        return self._showing(seen, news, moment)

    @property
    def _heading(self) -> Heading:
        return Heading(self.party, self.occasion, self.edition, self.demand)

    def _showing(self, seen: dict[str, Any], news: int, moment: datetime) -> "Entry":
        seen = {**seen, "news": max(news, self.news)}
        if all(getattr(self, field) == value for field, value in seen.items()):
            return self
        return self.model_copy(update={**seen, "version": self.version + 1, "changed_at": moment})


def _what_is_seen_of(fold: Fold) -> dict[str, Any]:
    return {
        "count": fold.count,
        "best": tuple(Offer.of(match) for match in fold.leading[:BEST] if match.is_live),
        **_titles_of(fold.leading[0]),
    }


def _titles_of(match: Told) -> dict[str, str]:
    fields = ("demand_code", "demand_title", "demand_title_en")
    return {field: getattr(match, field) for field in fields}


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
