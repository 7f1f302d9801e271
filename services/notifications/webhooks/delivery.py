"""One fact on its way to one address: what was tried, when it is tried again, when no more."""

from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from services.notifications.webhooks.model import ATTEMPTS, Attempt, pause

LOGGED = 10
TEST = "notifications.webhook.tested.v1"
"""The type of what is sent to try an address out."""

State = Literal["waiting", "delivered", "given-up"]


class Delivery(BaseModel):
    """A message to a webhook; `message` is its `webhook-id`, the same at every attempt.

    `attempts` counts those since it was last asked for; `log` has the last ten of all.
    """

    model_config = ConfigDict(frozen=True)

    webhook: str
    message: str
    type: str
    state: State = "waiting"
    attempts: int = 0
    log: tuple[Attempt, ...] = ()
    asked_at: datetime
    next_at: datetime

    @property
    def id(self) -> str:
        return f"{self.webhook}:{self.message}"

    @property
    def outcome(self) -> str:
        """What came of the last attempt, as the metric names it."""
        return {"waiting": "put_off", "delivered": "delivered", "given-up": "failed"}[self.state]

    def after(self, attempt: Attempt, first_pause: timedelta, chance: float) -> Self:
        """Delivered, put off by a growing pause, or given up after nine attempts."""
        attempts = self.attempts + 1
        update: dict[str, object] = {"attempts": attempts, "log": (*self.log, attempt)[-LOGGED:]}
        if attempt.outcome == "taken":
            update["state"] = "delivered"
        elif attempts >= ATTEMPTS:
            update["state"] = "given-up"
        else:
            update["next_at"] = attempt.at + pause(attempts, first_pause, chance)
        return self.model_copy(update=update)

    def again(self, moment: datetime) -> Self:
        """To be sent once more, with all its attempts before it."""
        return self.model_copy(
            update={"state": "waiting", "attempts": 0, "asked_at": moment, "next_at": moment}
        )
