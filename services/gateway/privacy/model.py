"""An erasure on its way through the rooms, and what each of them said of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

from contracts.erasing import Erased
from kernel.problems import NotFound
from services.gateway.letters.model import new_secret
from services.gateway.tokens import TOKEN_LIFE

Asker = Literal["self", "office", "schedule"]
ROOMS = ("catalogue", "matching", "notifications")
TOLD_AGAIN_AFTER = timedelta(minutes=10)
SWEPT_AFTER = TOKEN_LIFE + timedelta(minutes=5)
"""By then no token of the person counts any more, so a second look finds what one still wrote."""


class Part(Erased):
    """What one room did, and when it said so."""

    at: datetime


class Erasure(BaseModel):
    """One person's erasure; its id is a secret by which they follow it without an account.

    `rooms` has what each room confirmed, None as long as it has not; `told` counts the requests.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    account: str
    by: Asker
    asked_at: datetime
    told_at: datetime
    told: int = 1
    swept: bool = False
    rooms: Mapping[str, Part | None]

    @classmethod
    def of(cls, account: str, by: Asker, moment: datetime) -> "Erasure":
        """An erasure that nobody has confirmed yet."""
        return cls(
            id=new_secret().replace("-", "a").replace("_", "b")[:40],
            account=account,
            by=by,
            asked_at=moment,
            told_at=moment,
            rooms=dict.fromkeys(ROOMS),
        )

    @property
    def is_done(self) -> bool:
        return all(self.rooms.values())

    def again(self, moment: datetime) -> "Erasure":
        """The erasure once it is told once more; late enough, that was the last time."""
        swept = self.is_done and moment >= self.asked_at + SWEPT_AFTER
        return self.model_copy(update={"told": self.told + 1, "told_at": moment, "swept": swept})


def no_erasure() -> NotFound:
    """The refusal of a number that no erasure has."""
    return NotFound("Penghapusan ini tidak ada.", "There is no such erasure.", code="no-erasure")
