"""Nobody is told the same match twice: what is news and what is not."""

from typing import Any

import pytest

from services.matching.fit import matched
from services.matching.match import Match, is_news
from tests.unit.matching.pairs import TODAY, demand, offer


def _match(**changes: Any) -> Match:
    found = matched(demand(), offer(**changes), TODAY)
    assert found is not None
    return found


def test_a_new_match_is_news() -> None:
    assert is_news(None, _match())


def test_the_same_match_again_is_not() -> None:
    assert not is_news(_match(), _match().model_copy(update={"version": 2}))


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        ({"price": 12_000}, {"price": 11_000}, False),  # under the limit both
        ({"price": 12_000}, {"price": 13_000}, True),  # a reason turns
        ({"price": 13_000}, {"price": 13_100}, False),  # 0.9661 and 0.9647
        ({"price": 13_000}, {"price": 15_000}, True),  # 0.9661 and 0.9253
        ({"name": "Keripik singkong"}, {"name": "Keripik singkong asin"}, True),
    ],
)
def test_only_what_means_something_else_is_news(
    before: dict[str, Any], after: dict[str, Any], news: bool
) -> None:
    assert is_news(_match(**before), _match(**after)) == news


def test_going_is_news_and_staying_away_is_not() -> None:
    away = _match(price=30_000)
    assert not away.live
    assert is_news(_match(), away)
    assert is_news(away, _match())
    assert not is_news(away, away.lost())
    assert is_news(_match(), _match().lost())
