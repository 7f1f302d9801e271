"""A session, the secrets that stand for it one after the other, and the device it is on."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from kernel.problems import Forbidden, Unauthenticated

Kind = Literal["pages", "api"]

LIFE: dict[Kind, timedelta] = {"pages": timedelta(hours=12), "api": timedelta(days=30)}
GRACE = timedelta(seconds=10)
"""So long a refresh token that was just used is answered again with the same next one."""
SEEN_EVERY = timedelta(minutes=5)


class RefreshRefused(Unauthenticated):
    """A refresh token that stands for no session, or not any more."""

    code = "refresh-refused"

    def __init__(self) -> None:
        super().__init__(
            "Sesi ini sudah berakhir; silakan masuk lagi.",
            "This session has ended; please sign in again.",
        )


class NotAssigned(Forbidden):
    """People act for the parties that they were assigned, and for no others."""

    code = "not-assigned"

    def __init__(self, party: str) -> None:
        super().__init__(
            f"Anda tidak ditugaskan untuk {party}; mintalah panitia menugaskan Anda.",
            f"You are not assigned to {party}; ask the organiser to assign you.",
        )


class Session(BaseModel):
    """Somebody signed in on a device; the secret itself is kept by the device alone.

    On the pages one secret stands for it until it ends. By the API each refresh token is used once:
    the next is derived from it with the session's `key`, so that whoever sends one twice at a time
    is answered the same, and one that was used before is told from one that was made up. `turn`
    counts them.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    kind: Kind
    device: str
    acting_for: str = ""
    digest: str
    key: str
    turn: int = 0
    rotated_at: datetime
    created_at: datetime
    seen_at: datetime
    ends_at: datetime

    @classmethod
    def of(
        cls, id_: str, account: str, kind: Kind, device: str, secret: str, moment: datetime
    ) -> Self:
        """A new session."""
        return cls(
            id=id_,
            account=account,
            kind=kind,
            device=device,
            digest=digest(secret),
            key=secrets.token_hex(32),
            rotated_at=moment,
            created_at=moment,
            seen_at=moment,
            ends_at=moment + LIFE[kind],
        )

    def next_secret(self, secret: str) -> str:
        """What follows a secret of this session."""
        derived = hmac.digest(bytes.fromhex(self.key), secret.encode(), "sha256")
        return base64.urlsafe_b64encode(derived).decode().rstrip("=")

    def turned(self, secret: str, moment: datetime) -> Self:
        """The session once `secret` was exchanged for the next."""
        return self.model_copy(
            update={
                "digest": digest(self.next_secret(secret)),
                "turn": self.turn + 1,
                "rotated_at": moment,
                "seen_at": moment,
            }
        )

    def age(self, secret: str) -> int | None:
        """How many turns ago a secret was exchanged: 0 for the one that counts now, None for one
        that never stood for this session."""
        for turns in range(self.turn + 1):
            if hmac.compare_digest(digest(secret), self.digest):
                return turns
            secret = self.next_secret(secret)
        return None

    def is_double(self, age: int, moment: datetime) -> bool:
        """Whether a secret of this age was sent twice at a time rather than stolen."""
        return age == 1 and moment - self.rotated_at <= GRACE


def new_secret() -> str:
    """256 bits that fit into a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Under what a secret is kept; such secrets are too long to be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A device in a few words, from what it says of itself: “Chrome · Android”."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser or system:
        return " · ".join(filter(None, (browser, system)))
    program = re.match(r"[A-Za-z0-9._-]{1,40}", user_agent)
    return program[0] if program else "–"
