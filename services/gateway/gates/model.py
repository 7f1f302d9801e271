"""A gate's device: how it comes in, what its token may do, and how it is shut out."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from kernel.problems import Conflict, Refusal, Unauthenticated

CODE_LIFE = timedelta(minutes=30)
SEEN_EVERY = timedelta(seconds=20)

Label = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
Standing = Literal["waiting", "lapsed", "active", "revoked"]
"""Its code was not used yet; not in time; it lets people in; it may not any more."""


class DeviceForm(BaseModel):
    """What an organiser calls a device, and at which gate it stands."""

    model_config = ConfigDict(frozen=True)

    name: Label
    gate: Label


class Device(BaseModel):
    """A device at a gate of an edition; code and token are kept as digests.

    `unsent` is how many scans it last said it has not sent.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    edition: str
    name: str
    gate: str
    code_digest: str | None = None
    code_ends_at: datetime
    token_digest: str | None = None
    made_at: datetime
    activated_at: datetime | None = None
    seen_at: datetime | None = None
    revoked_at: datetime | None = None
    unsent: int = 0

    @classmethod
    def of(cls, id_: str, edition: str, form: DeviceForm, code: str, moment: datetime) -> Self:
        """A device that waits for its code to be typed in."""
        return cls(
            id=id_,
            edition=edition,
            name=form.name,
            gate=form.gate,
            code_digest=digest(code),
            code_ends_at=moment + CODE_LIFE,
            made_at=moment,
        )

    def standing(self, moment: datetime) -> Standing:
        """How far the device has come."""
        if self.revoked_at:
            return "revoked"
        if self.activated_at:
            return "active"
        return "waiting" if self.code_ends_at > moment else "lapsed"

    def expect_unused(self) -> None:
        """Raises DeviceInUse for a device that came in, or was shut out."""
        if self.revoked_at or self.activated_at:
            raise DeviceInUse(self.name)


class CodeSpent(Refusal):
    """A code that opens nothing; it is not said whether it ever did."""

    status, code = 410, "code-spent"

    def __init__(self) -> None:
        super().__init__(
            "Kode ini salah, sudah dipakai, atau kedaluwarsa. Mintalah kode baru kepada panitia.",
            "This code is wrong, was used or has expired. Ask the organiser for a new one.",
        )


class DeviceUnknown(Unauthenticated):
    """Whoever scans at a gate is no device of ours, or not any more."""

    code = "device-unknown"

    def __init__(self) -> None:
        super().__init__(
            "Perangkat ini belum diaktifkan atau sudah dicabut. Mintalah kode baru kepada panitia.",
            "This device was not activated or was revoked. Ask the organiser for a new code.",
        )


class DeviceInUse(Conflict):
    """A device that came in needs no code."""

    code = "device-in-use"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} sudah pernah diaktifkan; cabut, lalu buat perangkat baru.",
            f"{name} was activated already; revoke it and make a new device.",
        )


def new_token() -> str:
    """256 bits that fit into a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Under what a secret is kept; a code that might be guessed from it ends long before."""
    return hashlib.sha256(secret.encode()).hexdigest()
