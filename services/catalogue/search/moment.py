"""The index as it is between two changes: whatever is asked of it twice is answered alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tantivy import Order, Query, Searcher, SearchResult

from services.catalogue.search import facets, queries
from services.catalogue.search.facets import Count
from services.catalogue.search.language import words_of
from services.catalogue.search.model import Attempt, Wish, attempts
from services.catalogue.search.reading import Reading, read
from services.catalogue.search.spelling import Vocabulary

_SORTED = {"price": ("price", Order.Asc), "capacity": ("capacity", Order.Desc)}


@dataclass(frozen=True, slots=True)
class Hits:
    """Ids of goods, the best first; `total` is how many fit the wish itself.

    When none do, the ids are those of the nearest goods, and `loosened` says what was given up.
    """

    ids: list[str]
    total: int
    goes_on: bool
    loosened: tuple[str, ...]
    corrected: str | None


class Moment:
    """A searcher and what is known of its words."""

    def __init__(self, name: str, searcher: Searcher) -> None:
        self.name = name
        self._searcher = searcher

    @property
    def products(self) -> int:
        """How many products there are, in all editions."""
        return self._searcher.num_docs

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._searcher, ("name", "gloss", "text"))

    def read(self, text: str) -> Reading:
        """How the words of a search are understood."""
        return read(text, self._searcher, self._vocabulary)

    def find(self, edition: str, wish: Wish, offset: int, limit: int) -> Hits:
        """Goods that fit a wish, else those that fit the least loosened one that any fit."""
        reading = self.read(wish.q)
        for attempt in attempts(wish, len(reading.words)):
            query = _query(edition, attempt, reading)
            found = self._search(query, attempt.wish, offset, limit)
            if _count(found):
                break
        hits = found.hits[:limit]
        return Hits(
            ids=[self._searcher.doc(address)["id"][0] for _, address in hits],
            total=0 if attempt.loosened else _count(found),
            goes_on=len(found.hits) > limit,
            loosened=attempt.loosened if _count(found) else (),
            corrected=reading.corrected,
        )

    def fitting(self, edition: str, wish: Wish, reading: Reading, most: int) -> list[str]:
        """Ids of goods that fit a wish as it stands, its words read as given; at most `most`."""
        if most < 1:
            return []
        found = self._searcher.search(_query(edition, Attempt(wish), reading), most)
        return [self._searcher.doc(address)["id"][0] for _, address in found.hits]

    def _search(self, query: Query, wish: Wish, offset: int, limit: int) -> SearchResult:
        if wish.sort not in _SORTED:
            return self._searcher.search(query, limit + 1, offset=offset)
        field, order = _SORTED[wish.sort]
        return self._searcher.search(
            query, limit + 1, offset=offset, order_by_field=field, order=order
        )

    def count(self, edition: str, wish: Wish) -> int:
        """How many goods fit a wish."""
        query = _query(edition, Attempt(wish), self.read(wish.q))
        return _count(self._searcher.search(query, 1))

    def facets(
        self, edition: str, wish: Wish, wanted: Sequence[str] = facets.FACETS
    ) -> dict[str, list[Count]]:
        """For each filter the counts of its values, all the other filters staying as they are."""
        reading = self.read(wish.q)
        unset = [name for name in wanted if not wish.has(name)]
        found: dict[str, list[Count]] = {}
        for names in (unset, *([name] for name in wanted if wish.has(name))):
            query = _query(edition, Attempt(wish.without(*names)), reading)
            found |= facets.counted(self._searcher, query, names)
        return found

    def completed(self, edition: str, text: str, limit: int) -> list[tuple[str, int]]:
        """Searches that begin with a text and how many goods each finds, most first."""
        *before, last = words_of(text) or [""]
        goods = queries.by_fit(edition, Wish(), [(word,) for word in before], "all")
        ends = self._searcher.terms_with_prefix("name", last, goods, limit + len(before))
        whole = [(end, often) for end, often in ends if end not in before]
        return [(" ".join([*before, end]), often) for end, often in whole[:limit]]


def _query(edition: str, attempt: Attempt, reading: Reading) -> Query:
    is_by_distance = attempt.wish.sort == "distance"
    scored = queries.by_distance if is_by_distance else queries.by_fit
    return scored(edition, attempt.wish, reading.words, attempt.words)


def _count(found: SearchResult) -> int:
    count: int = found.count  # type: ignore[attr-defined]  # tantivy's stub leaves it out
    return count
