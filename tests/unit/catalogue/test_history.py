"""What of a change is remembered."""

from datetime import UTC, datetime

import pytest

from kernel.callers import Caller
from services.catalogue.history.model import SHOWN_CHARACTERS, Author, change, differences
from tests.unit.catalogue.makers import product

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_change_names_the_fields_that_differ_before_and_after() -> None:
    before = product()
    after = before.model_copy(update={"price": 13_000, "description": "d" * 900, "version": 2})
    told = differences(before, after)
    assert set(told) == {"price", "description"}
    assert (told["price"].before, told["price"].after) == (12_000, 13_000)
    assert len(told["description"].after) == SHOWN_CHARACTERS


@pytest.mark.parametrize(
    ("role", "on_behalf"), [("exhibitor", False), ("assistant", True), ("organiser", True)]
)
def test_a_change_says_who_and_whether_for_somebody_else(role: str, on_behalf: bool) -> None:
    author = Author.of(Caller(account="a1", role=role, name="Bu Rini"))
    noted = change("added", None, product(), author, NOON)
    assert (noted.author.name, noted.author.on_behalf) == ("Bu Rini", on_behalf)
    assert (noted.about, noted.version, noted.fields) == ("product:uve-2026:PR-1", 1, {})
