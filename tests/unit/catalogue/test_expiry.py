"""When a paper's end is warned of: 90, 30 and 7 days ahead, each once, whatever day was missed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.papers.expiry import notices, stage_of
from tests import trade
from tests.unit.catalogue.makers import maker, product

TODAY = date(2026, 11, 24)
LAST = date(2027, 5, 1)


@pytest.mark.parametrize(
    ("days", "stage"),
    [(-1, 0), (0, 3), (7, 3), (8, 2), (30, 2), (31, 1), (90, 1), (91, 0), (400, 0)],
)
def test_the_last_warning_that_has_come_is_due(days: int, stage: int) -> None:
    assert stage_of(days) == stage


@given(st.sets(st.integers(-10, 120), min_size=1))
def test_on_whatever_days_one_looks_each_warning_comes_once_and_in_order(days: set[int]) -> None:
    """The memory of ids that the caretaker keeps makes each come once."""
    holder = product(papers=[trade.PIRT | {"expires": LAST.isoformat()}])
    told: dict[str, int] = {}
    for ahead in sorted(days, reverse=True):
        for notice in notices(holder, LAST - timedelta(days=ahead)):
            told.setdefault(notice.id, notice.fact.version)
            assert notice.fact.days == ahead
    stages = list(told.values())
    assert stages == sorted(set(stages))
    assert set(stages) == {stage_of(ahead) for ahead in days} - {0}


def test_a_warning_says_whose_paper_it_is_and_no_number() -> None:
    until = (TODAY + timedelta(days=20)).isoformat()
    [of_product] = notices(product(papers=[trade.PIRT | {"expires": until}]), TODAY)
    assert of_product.fact.product_name == "Keripik singkong balado"
    assert of_product.fact.exhibitor == "exhibitor:uve-2026:PS-1"
    assert "2063319010234" not in of_product.fact.model_dump_json()
    [of_firm] = notices(maker(papers=[{"kind": "SVLK", "number": "1", "expires": until}]), TODAY)
    assert (of_firm.fact.product, of_firm.fact.exhibitor) == (None, "exhibitor:uve-2026:PS-1")


def test_nobody_is_warned_of_what_is_rejected_or_withdrawn() -> None:
    soon = product(papers=[trade.PIRT | {"expires": (TODAY + timedelta(days=5)).isoformat()}])
    assert notices(soon, TODAY)
    assert not notices(soon.withdrawn(), TODAY)
    rejected = soon.papers[0].model_copy(update={"state": "rejected"})
    assert not notices(soon.model_copy(update={"papers": (rejected,)}), TODAY)
