"""A service that cannot be reached is spared, and tried again."""

import pytest

from services.gateway import upstreams
from services.gateway.upstreams import FAILURES_TO_OPEN, OPEN_SECONDS, Breaker


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.moment = 1000.0

    def monotonic(self) -> float:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(upstreams, "time", clock)
    return clock


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        assert breaker.lets_through()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row(clock: Clock) -> None:
    assert not opened().lets_through()


def test_an_answer_in_between_starts_the_count_anew(clock: Clock) -> None:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.failed()
    breaker.answered()
    breaker.failed()
    assert breaker.lets_through()


def test_after_a_while_one_request_at_a_time_tries_again(clock: Clock) -> None:
    breaker = opened()
    clock.moment += OPEN_SECONDS
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.failed()
    assert not breaker.lets_through()


def test_it_closes_with_the_first_answer(clock: Clock) -> None:
    breaker = opened()
    clock.moment += OPEN_SECONDS
    assert breaker.lets_through()
    breaker.answered()
    assert all(breaker.lets_through() for _ in range(3))
