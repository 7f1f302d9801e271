"""A partner's key: what it is good for, until when, and under what it is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.scopes import Scope
from kernel.problems import Forbidden, NotFound, Unauthenticated

KEY_PREFIX = "pendopo_"
"""By which a key is told from a token, and found where it was published by mistake."""
SHOWN = 4
USED_EVERY = timedelta(minutes=1)
SCOPES: tuple[Scope, ...] = get_args(Scope)

Standing = Literal["active", "expired", "revoked"]


class KeyForm(BaseModel):
    """Whom a key is for, what it is good for, and for how many days."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
    scopes: Annotated[frozenset[Scope], Field(min_length=1, max_length=20)]
    days: Annotated[int, Field(ge=1, le=366)] = 90


class ApiKey(BaseModel):
    """A key as it is kept: its digest, and its last characters for people to know it by."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    scopes: tuple[Scope, ...]
    digest: str
    ending: str
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    @classmethod
    def of(cls, id_: str, form: KeyForm, secret: str, made_by: str, moment: datetime) -> Self:
        """A new key that is good from this moment on."""
        return cls(
            id=id_,
            name=form.name,
            scopes=tuple(sorted(form.scopes)),
            digest=digest(secret),
            ending=secret[-SHOWN:],
            made_by=made_by,
            made_at=moment,
            ends_at=moment + timedelta(days=form.days),
        )

    @property
    def partner(self) -> str:
        """By what the other rooms know whoever holds the key."""
        return f"partner:{self.id}"

    def standing(self, moment: datetime) -> Standing:
        """Whether it still opens anything."""
        if self.revoked_at:
            return "revoked"
        return "active" if self.ends_at > moment else "expired"

    def expect_active(self, moment: datetime) -> None:
        """Raises KeyRefused for one that was revoked or has expired."""
        if self.standing(moment) != "active":
            raise KeyRefused()

    def expect_scope(self, needed: Scope | None) -> None:
        """Raises ScopeMissing where another scope is needed, or where no key is good for it."""
        if needed not in self.scopes:
            raise ScopeMissing(needed)


class KeyRefused(Unauthenticated):
    """A key that opens nothing; it is not said whether it ever did."""

    code = "key-refused"

    def __init__(self) -> None:
        super().__init__(
            "Kunci API ini salah, dicabut, atau kedaluwarsa. Mintalah kunci baru kepada panitia.",
            "This API key is wrong, revoked or expired. Ask the organiser for a new one.",
        )


class ScopeMissing(Forbidden):
    """A key that is good for something else."""

    code = "scope-missing"

    def __init__(self, needed: Scope | None) -> None:
        if needed is None:
            said = "Alamat ini tidak dibuka bagi kunci API.", "No API key is good for this address."
        else:
            said = (
                f"Kunci API ini tidak mempunyai lingkup {needed}; mintalah panitia membuat yang "
                "mempunyainya.",
                f"This API key lacks the scope {needed}; ask the organiser for one that has it.",
            )
        super().__init__(*said, scope=needed)


class NoKey(NotFound):
    """There is no such key."""

    code = "no-key"

    def __init__(self) -> None:
        super().__init__("Kunci API ini tidak ada.", "There is no such API key.")


def new_secret() -> str:
    """A key of 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Under what a key is kept; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
