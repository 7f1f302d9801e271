"""Refresh tokens follow one another, and each is used once but for a few seconds' grace."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.sessions.model import GRACE, Session, device_of, new_secret

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def session(secret: str) -> Session:
    return Session.of("s1", "a1", "api", "Chrome · Android", secret, NINE)


@given(st.integers(0, 8))
def test_every_secret_knows_how_many_turns_ago_it_counted(turns: int) -> None:
    secrets = [new_secret()]
    now = session(secrets[0])
    for _ in range(turns):
        following = now.next_secret(secrets[-1])
        now = now.turned(secrets[-1], NINE)
        secrets.append(following)
    assert [now.age(secret) for secret in reversed(secrets)] == list(range(turns + 1))
    assert len(set(secrets)) == turns + 1


@given(st.text(max_size=60))
def test_a_made_up_secret_has_no_age(made_up: str) -> None:
    secret = new_secret()
    assert session(secret).turned(secret, NINE).age(made_up) is None


def test_another_session_with_the_same_secret_goes_on_differently() -> None:
    secret = new_secret()
    assert session(secret).next_secret(secret) != session(secret).next_secret(secret)


def test_only_the_last_one_used_may_come_twice_and_only_for_seconds() -> None:
    secret = new_secret()
    turned = session(secret).turned(secret, NINE)
    assert turned.is_double(1, NINE + GRACE)
    assert not turned.is_double(1, NINE + GRACE + timedelta(milliseconds=1))
    assert not turned.is_double(2, NINE)


ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A042F) AppleWebKit/537.36 Chrome/124.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (ANDROID, "Chrome · Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0",
            "Firefox · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", "curl"),
        ("", "–"),
        ("<script>alert(1)</script>", "–"),
    ],
)
def test_a_device_in_a_few_words(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
