"""How a wish that nothing meets is loosened, step by step."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.catalogue.search.model import NARROWING, Wish, attempts

VALUES: dict[str, Any] = {
    "category": "bumbu",
    "regency": "3319",
    "attendance": "online",
    "paper": "HALAL",
    "paper_checked": "HALAL",
    "price_max": 1,
    "moq_max": 1,
    "capacity_min": 1,
}
wishes = st.sets(st.sampled_from(NARROWING)).map(
    lambda names: Wish(exhibitor="PS-1", **{name: VALUES[name] for name in names})
)


@given(wishes, st.integers(0, 12))
def test_attempts_begin_with_the_wish_and_say_what_they_give_up(wish: Wish, words: int) -> None:
    first, *others = attempts(wish, words)
    assert (first.wish, first.words, first.loosened) == (wish, "all", ())
    for attempt in others:
        given_up = [name for name in attempt.loosened if name != "words"]
        assert attempt.loosened
        assert attempt.wish == wish.without(*given_up)
        assert ("words" in attempt.loosened) == (attempt.words != "all")
        assert attempt.wish.exhibitor == "PS-1"


@given(wishes, st.integers(0, 12))
def test_the_last_attempt_asks_for_nothing_but_the_exhibitor(wish: Wish, words: int) -> None:
    *_, last = attempts(wish, words)
    assert last.wish.narrowed_by == ()
    assert last.words == ("none" if words else "all")


def test_an_empty_filter_is_none() -> None:
    assert Wish.model_validate(dict.fromkeys(Wish.model_fields, "")) == Wish()


@pytest.mark.parametrize(
    "wish", [{"sort": "distance"}, {"near": "Semarang"}, {"price_max": -1}, {"q": "k" * 201}]
)
def test_a_wish_that_makes_no_sense_is_refused(wish: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Wish(**wish)
