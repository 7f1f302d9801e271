"""What is free of a product's coming months."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.promises.model import Promises, outlook
from tests.unit.catalogue.makers import product

NOVEMBER = date(2026, 11, 24)


def promises(unit: str = "pak", **months: int) -> Promises:
    return Promises(
        id="x", unit=unit, months={m.replace("_", "-")[1:]: n for m, n in months.items()}
    )


def test_what_is_promised_is_not_free() -> None:
    months = outlook(product(), promises(m2026_12=1_000, m2027_01=4_000), NOVEMBER, 3)
    assert [(m.month, m.capacity, m.promised, m.free, m.over) for m in months] == [
        ("2026-11", 3_000, 0, 3_000, 0),
        ("2026-12", 3_000, 1_000, 2_000, 0),
        ("2027-01", 3_000, 4_000, 0, 1_000),
    ]


def test_out_of_season_nothing_can_be_made() -> None:
    months = outlook(product(months=(12,)), None, NOVEMBER, 2)
    assert [m.free for m in months] == [0, 3_000]


def test_a_month_with_a_capacity_of_its_own_has_that() -> None:
    harvest = product(capacities=[{"month": 12, "units": 500}, {"month": 1, "units": 0}])
    assert [m.capacity for m in outlook(harvest, None, NOVEMBER, 4)] == [3_000, 500, 0, 3_000]


def test_promises_in_another_unit_leave_nothing_free() -> None:
    months = outlook(product(), promises("karton", m2026_12=5), NOVEMBER, 2)
    assert [m.free for m in months] == [0, 0]


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_promised_and_free_make_up_what_can_be_made(capacity: int, promised: int) -> None:
    [month] = outlook(
        product(capacity_per_month=capacity), promises(m2026_11=promised), NOVEMBER, 1
    )
    assert month.free + month.promised - month.over == month.capacity
