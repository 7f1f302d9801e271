"""Cursors lead on from where a page ended, and from nowhere else."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.pages import cursor, read_cursor
from kernel.problems import Invalid

unhurried = settings(deadline=None)  # other work may share the machine
KEYS = st.lists(st.text(st.characters(exclude_characters="\x1f", codec="utf-8")), min_size=1)


@unhurried
@given(KEYS)
def test_a_cursor_gives_back_its_sort_key(key: list[str]) -> None:
    assert read_cursor(cursor(*key), len(key)) == key


@unhurried
@given(KEYS)
def test_a_cursor_can_stand_in_an_address_as_it_is(key: list[str]) -> None:
    assert set(cursor(*key)) <= set(string.ascii_letters + string.digits + "-_")


def test_numbers_come_back_as_their_texts() -> None:
    assert read_cursor(cursor(0.75, "m1"), 2) == ["0.75", "m1"]


@pytest.mark.parametrize("after", ["", "a", "!!!!", "é", "gICA", cursor("one")])
def test_what_no_page_handed_out_is_refused(after: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(after, 2)
    assert refused.value.code == "unknown-cursor"
