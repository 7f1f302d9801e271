"""Conditions: three values, safe to read, and clear about what they ask."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.readiness.conditions import WORDS, BadCondition, Country, Truth, parse
from services.matching.readiness.lexicon import lexicon

QUESTIONS = ("home_made", "micro_small")


def value(text: str, **facts: Any) -> Truth:
    return parse(text, QUESTIONS, {}, lexicon().places).value(facts)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("", {}, True),
        ("home_made", {"home_made": True}, True),
        ("home_made", {}, None),
        ("not home_made", {"home_made": False}, True),
        ("home_made and micro_small", {"home_made": False}, False),
        ("home_made and micro_small", {"home_made": True}, None),
        ("home_made or micro_small", {"home_made": True}, True),
        ("home_made or micro_small", {"home_made": False}, None),
        ("shelf_life_days > 7", {"shelf_life_days": 7}, False),
        ("shelf_life_days > 7", {"shelf_life_days": 8}, True),
        ("shelf_life_days > 7", {}, None),
        ('storage == "frozen"', {"storage": "ambient"}, False),
        ('storage in ("chilled", "frozen")', {"storage": "frozen"}, True),
        ('storage not in ("chilled",)', {"storage": "frozen"}, True),
        ('hs in ("0901", "44")', {"hs": "090121"}, True),
        ('hs in ("0901", "44")', {"hs": "940161"}, False),
        ('hs in ("0901", "44")', {}, None),
        ("hs", {"hs": "090121"}, True),
        ('words in ("kopi", "teh")', {"words": frozenset({"kopi", "bubuk"})}, True),
        ('words in ("kopi",)', {"words": frozenset({"teh"})}, False),
        ('country in ("JP",)', {"country": Country(frozenset({"JP"}))}, True),
        ('country in ("EU",)', {"country": Country(frozenset({"NL", "EU"}))}, True),
        ('country in ("NL",)', {"country": Country(frozenset({"EU"}), frozenset({"NL"}))}, None),
        ('country in ("JP",)', {"country": Country(frozenset({"EU"}), frozenset({"NL"}))}, False),
        ('country in ("JP",)', {"country": Country(frozenset(), None)}, None),
    ],
)
def test_a_condition_is_yes_no_or_ask(text: str, facts: dict[str, Any], expected: Truth) -> None:
    assert value(text, **facts) is expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "home_made.real",
        "stranger",
        "storage",
        "shelf_life_days > '7'",
        "shelf_life_days in (7,)",
        "storage > 7",
        "shelf_life_days > 7 > 3",
        "packed == 1",
        "hs in '0901'",
        "hs in (901,)",
        "country in ('QQ',)",
        "home_made and",
        "lambda: home_made",
        "[home_made for home_made in packed]",
        "home_made\x00",
        "(" * 300,
    ],
)
def test_what_is_no_condition_is_refused_in_two_languages(text: str) -> None:
    with pytest.raises(BadCondition) as refused:
        value(text)
    assert refused.value.message != refused.value.message_en


def test_only_what_could_still_change_the_value_is_asked() -> None:
    condition = parse("packed and home_made and (claims or micro_small)", QUESTIONS, {})
    known = {"packed": True, "claims": True}
    assert condition.asks(known) == {"home_made"}
    assert condition.asks({"packed": False}) == frozenset()
    assert condition.asks({"packed": True, "home_made": True, "claims": False}) == {"micro_small"}


def test_a_spelling_counts_as_the_word_it_stands_for() -> None:
    words = frozenset(WORDS.of("Kripik tempe"))
    assert value('words in ("keripik",)', words=words) is True


ANSWERS = st.sampled_from([True, False, None])


@given(one=ANSWERS, other=ANSWERS)
def test_an_answer_settles_what_was_open_and_turns_nothing_that_was_settled(
    one: Truth, other: Truth
) -> None:
    for text in ("home_made and not micro_small", "home_made or micro_small"):
        before = value(text, home_made=one, micro_small=other)
        for answer in (True, False):
            after = value(text, home_made=answer if one is None else one, micro_small=other)
            assert before is None or after is before
