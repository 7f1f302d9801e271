"""When a buyer pays, and how long an exhibitor waits, are a part of the terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.parts import terms_fit
from tests.unit.matching.pairs import demand, offer

DAYS = st.integers(0, 365)


def test_nothing_is_said_of_payment_where_the_buyer_says_nothing() -> None:
    assert terms_fit(demand(), offer(credit_days=0)) == terms_fit(demand(), offer())


@pytest.mark.parametrize(
    ("pays", "waits", "value", "speaks_for", "said"),
    [
        (30, 30, 1.0, True, "peserta menunggu sampai 30 hari"),
        (0, 0, 1.0, True, "Pembeli membayar 0 hari"),
        (30, 15, 0.7, False, "hanya menunggu 15 hari"),
        (30, 0, 0.4, False, "hanya menunggu 0 hari"),
        (30, None, 0.8, False, "tanyakan apakah peserta dapat menunggu"),
    ],
)
def test_who_waits_as_long_as_the_buyer_takes_fits(
    pays: int, waits: int | None, value: float, speaks_for: bool, said: str
) -> None:
    found, direction, (text, text_en) = terms_fit(
        demand(payment_days=pays), offer(credit_days=waits)
    )
    assert found == pytest.approx(value)
    assert direction == speaks_for
    assert said in text
    assert text != text_en


@given(DAYS, DAYS, DAYS)
def test_waiting_longer_or_being_paid_sooner_is_never_worse(
    pays: int, waits: int, more: int
) -> None:
    value = terms_fit(demand(payment_days=pays), offer(credit_days=waits))[0]
    longer = min(waits + more, 365)
    assert terms_fit(demand(payment_days=pays), offer(credit_days=longer))[0] >= value
    sooner = max(pays - more, 0)
    assert terms_fit(demand(payment_days=sooner), offer(credit_days=waits))[0] >= value


def test_a_large_smallest_order_and_a_late_payment_count_together() -> None:
    wanted = demand(largest_moq=24, payment_days=30)
    value, speaks_for, (text, _) = terms_fit(wanted, offer(moq=48, credit_days=15))
    assert value == pytest.approx(0.5 * 0.7)
    assert not speaks_for
    assert "Pesanan terkecil" in text
    assert "menunggu 15 hari" in text
