"""When a letter is tried again, and when no more."""

from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.mail.model import Delivery, State, says_no_such_mailbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = timedelta(seconds=5)


def delivery() -> Delivery:
    return Delivery(
        id="65f0",
        account="a1",
        address="sri@example.invalid",
        message=b"Subject: halo\r\n",
        waiting_since=NOON,
        created_at=NOON,
        next_at=NOON,
    )


def test_pauses_double_up_to_ten_minutes() -> None:
    letter, pauses = delivery(), []
    for _ in range(9):
        letter = letter.put_off("421 busy", NOON, FIRST)
        pauses.append((letter.next_at - NOON).total_seconds())
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert (letter.state, letter.attempts, letter.outcome) == (State.WAITING, 9, "put-off")


def test_a_letter_is_given_up_after_two_days() -> None:
    letter = delivery().put_off("421 busy", NOON + timedelta(days=2, seconds=1), FIRST)
    assert (letter.state, letter.reason, letter.message) == (State.GIVEN_UP, "421 busy", b"")


def test_a_letter_that_was_taken_is_kept_without_its_content() -> None:
    letter = delivery().put_off("421 busy", NOON, FIRST).sent()
    assert (letter.state, letter.attempts, letter.reason) == (State.SENT, 2, "")
    assert letter.message == b""


def test_a_refusal_keeps_its_reason() -> None:
    letter = delivery().refused("550 5.1.1 no such user")
    assert (letter.state, letter.reason) == (State.REFUSED, "550 5.1.1 no such user")


@pytest.mark.parametrize(
    ("code", "message", "is_the_address"),
    [
        (550, "5.1.1 <a@b.id>: user unknown", True),
        (550, "5.7.1 relaying denied", False),
        (552, "5.2.2 mailbox full", False),
        (550, "No such user here", True),
        (553, "mailbox name not allowed", True),
        (554, "Transaction failed", False),
    ],
)
def test_only_a_refusal_of_the_address_itself_counts_against_it(
    code: int, message: str, is_the_address: bool
) -> None:
    assert says_no_such_mailbox(code, message) is is_the_address
