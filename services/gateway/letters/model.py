"""A letter that somebody wants, and the one-time link inside it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kernel.problems import Refusal

Purpose = Literal["invitation", "sign-in", "reset", "session-ended"]

LIFE: dict[Purpose, timedelta] = {
    "invitation": timedelta(days=14),
    "sign-in": timedelta(minutes=15),
    "reset": timedelta(minutes=30),
    "session-ended": timedelta(days=2),
}
WITHOUT_LINK: tuple[Purpose, ...] = ("session-ended",)
ASKED_BY_ANYBODY: tuple[Purpose, ...] = ("sign-in", "reset")
BETWEEN_TWO = timedelta(minutes=2)
"""Who asks again within it gets no second letter: the first is on its way and opens as well."""


class Wanted(BaseModel):
    """A letter to be written: to an account that is known, or to whoever has an address."""

    model_config = ConfigDict(frozen=True)

    id: str
    purpose: Purpose
    account: str = ""
    email: str = ""
    by: str = ""
    asked_at: datetime

    def is_worth_writing(self, moment: datetime) -> bool:
        """Nobody waits any more for a link that would have ended by now."""
        return self.asked_at + LIFE[self.purpose] > moment


class Link(BaseModel):
    """What is kept of a one-time link: under a digest, so that a copy opens nothing."""

    model_config = ConfigDict(frozen=True)

    digest: str
    purpose: Purpose
    account: str
    made_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, secret: str, purpose: Purpose, account: str, moment: datetime) -> "Link":
        """A new link."""
        return cls(
            digest=digest(secret),
            purpose=purpose,
            account=account,
            made_at=moment,
            ends_at=moment + LIFE[purpose],
        )


class LinkSpent(Refusal):
    """A one-time link that opens nothing; it is not said whether it ever did."""

    status, code = 410, "link-spent"

    def __init__(self) -> None:
        super().__init__(
            "Tautan ini sudah dipakai, diganti, atau kedaluwarsa. Minta tautan baru.",
            "This link was used, replaced or has expired. Ask for a new one.",
        )


def new_secret() -> str:
    """256 bits that fit into an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Under what a secret is kept; such secrets are too long to be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()
