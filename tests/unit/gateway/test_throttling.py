"""From where somebody tries, and how long they wait after failures."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from services.gateway.throttling.model import FREE, LONGEST_PAUSE, Origin, pause_after
from services.gateway.throttling.origins import Proxies


def test_pauses_grow_up_to_a_quarter_of_an_hour() -> None:
    seconds = [pause_after(FREE + n).total_seconds() for n in range(-1, 9)]
    assert seconds == [0, 5, 10, 20, 40, 80, 160, 320, 640, 900]


@given(st.integers(0, 10**6))
def test_a_pause_never_shrinks_and_never_lasts_longer_than_the_longest(failures: int) -> None:
    assert timedelta() <= pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("36.68.12.200", "36.68.12.0/24"),
        ("::ffff:36.68.12.200", "36.68.12.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_a_network_is_what_one_household_or_venue_has(address: str, network: str) -> None:
    assert Origin.of("", address) == Origin("", network)


@given(st.ip_addresses().map(str))
def test_every_address_belongs_to_a_network(address: str) -> None:
    assert "/" in Origin.of("", address).network


def request(forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "headers": headers, "client": ("10.0.0.9", 1)})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "made.up, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (3, "1.1.1.1", "10.0.0.9"),
    ],
)
def test_only_what_our_own_proxies_saw_is_believed(
    proxies: int, forwarded: str, address: str
) -> None:
    assert Proxies(proxies).address(request(forwarded)) == address
