"""What notifications answers of webhooks, as far as pages show it."""

from datetime import datetime

from services.gateway.pages.views import View


class Webhook(View):
    """An address of a partner's program; `secret` is there once, when it was made."""

    id: str
    name: str
    address: str
    facts: tuple[str, ...]
    standing: str
    cause: str
    failures: int
    made_at: datetime
    old_secret_until: datetime | None = None
    secret: str = ""

    def signs_with_two(self, moment: datetime) -> bool:
        """Whether the secret before is still in force."""
        return self.old_secret_until is not None and moment < self.old_secret_until


class Attempt(View):
    """One request to an address."""

    at: datetime
    outcome: str
    status: int | None = None
    milliseconds: int


class Delivery(View):
    """A message to a webhook, and how its last attempts went."""

    message: str
    type: str
    state: str
    attempts: int
    asked_at: datetime
    next_at: datetime | None = None
    log: tuple[Attempt, ...] = ()

    @property
    def last(self) -> Attempt | None:
        return self.log[-1] if self.log else None
