"""A letter on its way: when it is tried again, when it is given up."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

LONGEST_PAUSE = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=2)


class State(StrEnum):
    """How far a delivery is; the last three are final."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given-up"


class Delivery(BaseModel):
    """One letter to one person; `message` is every byte of it, the same at every attempt.

    `waiting_since` is when the first of its news came, `next_at` when it may be tried next;
    after `good_until` it is not worth sending any more.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    address: str
    message: bytes
    state: State = State.WAITING
    attempts: int = 0
    reason: str = ""
    waiting_since: datetime
    created_at: datetime
    next_at: datetime
    good_until: datetime | None = None

    @property
    def outcome(self) -> str:
        """What came of the last attempt."""
        return "put-off" if self.state is State.WAITING else self.state

    def sent(self) -> "Delivery":
        """The mail server has taken it."""
        return self._ended(State.SENT, "")

    def refused(self, reason: str) -> "Delivery":
        """The mail server will never take it."""
        return self._ended(State.REFUSED, reason)

    def put_off(self, reason: str, moment: datetime, first_pause: timedelta) -> "Delivery":
        """Not taken now: tried again after a pause that doubles, and given up after two days."""
        if moment > (self.good_until or self.created_at + GIVE_UP_AFTER):
            return self._ended(State.GIVEN_UP, reason)
        pause = min(first_pause * 2 ** min(self.attempts, 20), LONGEST_PAUSE)
        return self.model_copy(
            update={"attempts": self.attempts + 1, "reason": reason, "next_at": moment + pause}
        )

    def _ended(self, state: State, reason: str) -> "Delivery":
        """A letter that has gone its way is kept without its content."""
        return self.model_copy(
            update={
                "state": state,
                "attempts": self.attempts + 1,
                "reason": reason,
                "message": b"",
            }
        )


def says_no_such_mailbox(code: int, message: str) -> bool:
    """Whether a refusal is about the address itself, and not about us, our letter or a full box.

    Enhanced status codes (RFC 3463) say it as 5.1.x; without one, RFC 5321 has 550, 551 and 553.
    """
    enhanced = _ENHANCED.match(message)
    return enhanced["subject"] == "1" if enhanced else code in (550, 551, 553)


_ENHANCED = re.compile(r"5\.(?P<subject>\d{1,3})\.\d{1,3}\b")
