"""A webhook: where it goes, of which facts, signed with what, and whether it still works."""

import base64
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.webhooks import PublicFact
from kernel.problems import Conflict, NotFound

SECRET_PREFIX = "whsec_"  # noqa: S105  (what tells one, not one)
SECRET_BYTES = 32
OVERLAP = timedelta(hours=24)
"""How long the secret before signs beside a new one."""
ATTEMPTS = 9
GROWTH = 6
LONGEST_PAUSE = timedelta(hours=24)
LONGEST_REST = timedelta(minutes=10)
PATIENCE = timedelta(hours=60)
MOST_WEBHOOKS = 50

Outcome = Literal["taken", "answered-no", "gone", "timed-out", "unreachable", "not-public"]
Standing = Literal["active", "disabled"]
Cause = Literal["", "gone", "unreachable"]


def pause(attempts: int, first: timedelta, chance: float) -> timedelta:
    """How long to wait after so many attempts (from 1): `first`, then six times as long each.

    At most a day; `chance` (0 to 1) makes it up to a quarter shorter or longer, so that what
    failed together does not come back together.
    """
    grown: timedelta = min(first * GROWTH ** min(attempts - 1, ATTEMPTS), LONGEST_PAUSE)
    return grown * (0.75 + chance / 2)


class Attempt(BaseModel):
    """One request to an address; `status` is what was answered, None for no answer."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    outcome: Outcome
    status: int | None = None
    milliseconds: int = 0


class WebhookForm(BaseModel):
    """What a webhook is called, where it goes, and of which facts."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
    address: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    facts: Annotated[frozenset[PublicFact], Field(min_length=1, max_length=40)]


class Secret(BaseModel):
    """What requests are signed with, `whsec_` and 256 random bits; until when, None without end."""

    model_config = ConfigDict(frozen=True)

    text: str
    made_at: datetime
    ends_at: datetime | None = None

    @classmethod
    def new(cls, moment: datetime) -> Self:
        raw = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        return cls(text=SECRET_PREFIX + raw, made_at=moment)

    def is_in_force(self, moment: datetime) -> bool:
        return self.ends_at is None or moment < self.ends_at


class Webhook(BaseModel):
    """An address that is told facts, and how it has fared.

    `failures` counts attempts since it last took something, the first of them at `failing_since`;
    until `rests_until` nothing is sent. `secrets` has the newest first, at most two.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    address: str
    facts: tuple[PublicFact, ...]
    secrets: tuple[Secret, ...]
    made_by: str
    made_at: datetime
    standing: Standing = "active"
    cause: Cause = ""
    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime
    version: int = 1

    @classmethod
    def of(cls, id_: str, form: WebhookForm, made_by: str, moment: datetime) -> Self:
        """A new one, with its first secret."""
        return cls(
            id=id_,
            name=form.name,
            address=form.address,
            facts=tuple(sorted(form.facts)),
            secrets=(Secret.new(moment),),
            made_by=made_by,
            made_at=moment,
            rests_until=moment,
        )

    def secrets_in_force(self, moment: datetime) -> list[str]:
        """What to sign with, the newest first."""
        return [secret.text for secret in self.secrets if secret.is_in_force(moment)]

    def rotated(self, moment: datetime) -> Self:
        """With a new secret, beside which the one before signs for another day."""
        before = self.secrets[0].model_copy(update={"ends_at": moment + OVERLAP})
        return self._changed(secrets=(Secret.new(moment), before))

    def activated(self, moment: datetime) -> Self:
        """To be tried again from now on, as if it had never failed."""
        return self._changed(
            standing="active", cause="", failures=0, failing_since=None, rests_until=moment
        )

    def after(self, attempt: Attempt, first_pause: timedelta, chance: float) -> Self:
        """How it stands after an attempt: resting after a failure, disabled after too many.

        An address that says it is gone (410) is disabled at once; one that took nothing in nine
        attempts over two and a half days, then.
        """
        if attempt.outcome == "taken":
            return self.activated(attempt.at) if self.failures else self
        if attempt.outcome == "gone":
            return self._changed(standing="disabled", cause="gone")
        failures, since = self.failures + 1, self.failing_since or attempt.at
        rest = min(pause(failures, first_pause, chance), LONGEST_REST)
        failing = {
            "failures": failures,
            "failing_since": since,
            "rests_until": attempt.at + rest,
        }
        if failures >= ATTEMPTS and attempt.at - since >= PATIENCE:
            return self._changed(standing="disabled", cause="unreachable", **failing)
        return self._changed(**failing)

    def expect_active(self) -> None:
        """Raises WebhookDisabled."""
        if self.standing == "disabled":
            raise WebhookDisabled()

    def _changed(self, **update: object) -> Self:
        return self.model_copy(update={**update, "version": self.version + 1})


class WebhookDisabled(Conflict):
    """Nothing is sent to an address that was given up."""

    code = "webhook-disabled"

    def __init__(self) -> None:
        super().__init__(
            "Webhook ini dinonaktifkan; aktifkan dulu, lalu ulangi.",
            "This webhook is disabled; enable it first, then repeat.",
        )


class NoWebhook(NotFound):
    """There is no such webhook, or no such delivery of it."""

    code = "no-webhook"

    def __init__(self) -> None:
        super().__init__(
            "Webhook atau kiriman ini tidak ada.", "There is no such webhook or delivery."
        )


class TooManyWebhooks(Conflict):
    """As many as are looked after already."""

    code = "too-many-webhooks"

    def __init__(self) -> None:
        super().__init__(
            f"Sudah ada {MOST_WEBHOOKS} webhook; hapus yang tidak dipakai lagi.",
            f"There are {MOST_WEBHOOKS} webhooks already; delete those that are not used.",
        )
