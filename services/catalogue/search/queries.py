"""Wishes in the words of the index."""

from collections.abc import Iterator, Sequence

from tantivy import FieldType, Occur, Query

from contracts import lists
from services.catalogue.search.index import SCHEMA
from services.catalogue.search.language import stems_of
from services.catalogue.search.model import Manner, Wish
from services.catalogue.search.reading import Meant

WEIGHTS = {"name": 3.0, "stem": 1.5, "gloss": 1.5, "text": 0.6}
"""How much a word counts by where it stands,"""
HEAD_WEIGHT = 2.0
"""and how much more when it is what the goods are."""
SECOND_PLACE = 0.2
"""How much of a word counts that stands in a second place too."""
FARTHEST_KM = 1_000.0


def by_fit(edition: str, wish: Wish, words: Sequence[Meant], manner: Manner) -> Query:
    """Goods of an edition that a wish fits, scored by their words (BM25)."""
    filters = [(Occur.Must, _unscored(part)) for part in _filters(edition, wish)]
    return Query.boolean_query([*filters, *_wording(words, manner)])


def by_distance(edition: str, wish: Wish, words: Sequence[Meant], manner: Manner) -> Query:
    """The same goods, scored by how near to `wish.near` they come from."""
    near = str(wish.near)
    places = [
        (Occur.Should, Query.const_score_query(_term("regency", code), _nearness(near, code)))
        for code in lists.regencies()
    ]
    goods = _unscored(by_fit(edition, wish, words, manner))
    return Query.boolean_query([(Occur.Must, goods), *places])


def _nearness(near: str, code: str) -> float:
    return FARTHEST_KM - lists.distance_km(near, code)


def _wording(words: Sequence[Meant], manner: Manner) -> list[tuple[Occur, Query]]:
    if manner == "none" or not words:
        return []
    if manner == "all":
        return [(Occur.Must, _word(word)) for word in words]
    some = Query.boolean_query(
        [(Occur.Should, _word(word)) for word in words], minimum_number_should_match=1
    )
    return [(Occur.Must, some)]


def _word(meant: Meant) -> Query:
    """A word in the place where it says most, and a little of it where else it stands."""
    places = [
        Query.boost_query(_term(field, term), WEIGHTS[field])
        for word in meant
        for field, term in _places(word)
    ]
    heads = [_term("head", term) for word in meant for term in {word, *stems_of(word)}]
    head = Query.boost_query(Query.disjunction_max_query(heads), HEAD_WEIGHT)
    anywhere = Query.disjunction_max_query(places, SECOND_PLACE)
    return Query.boolean_query([(Occur.Must, anywhere), (Occur.Should, head)])


def _places(word: str) -> Iterator[tuple[str, str]]:
    yield from (("name", word), ("gloss", word), ("text", word))
    yield from (("stem", stem) for stem in stems_of(word))


def _filters(edition: str, wish: Wish) -> Iterator[Query]:
    yield _term("edition", edition)
    for field in ("category", "regency", "paper", "paper_checked", "exhibitor"):
        if (value := getattr(wish, field)) is not None:
            yield _term(field, value)
    if wish.attendance:
        yield _term_set("attendance", list({wish.attendance, "both"}))
    if wish.price_max is not None:
        yield _amount("price", most=wish.price_max)
    if wish.moq_max is not None:
        yield _amount("moq", most=wish.moq_max)
    if wish.capacity_min is not None:
        yield _amount("capacity", least=wish.capacity_min)


def _term(field: str, value: str) -> Query:
    return Query.term_query(SCHEMA, field, value, "freq")


def _term_set(field: str, values: Sequence[str]) -> Query:
    return Query.term_set_query(SCHEMA, field, values)


def _amount(field: str, least: int | None = None, most: int | None = None) -> Query:
    return Query.range_query(SCHEMA, field, FieldType.Unsigned, least, most)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
