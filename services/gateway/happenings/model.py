"""A happening: of what kind, where, when, and how often in a row. Nobody is named."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from contracts.catalogue import ProductListed
from contracts.gateway import VisitorEntered, VisitorLeft, VisitorRegistered
from contracts.matching import (
    AwardAccepted,
    DealRecorded,
    DemandPosted,
    LeadMade,
    MatchFound,
    PoolChanged,
    QuoteSent,
    RfqOpened,
)
from kernel.envelope import Envelope

IN_A_ROW = timedelta(minutes=2)
KEPT = 30
Where = Callable[[dict[str, Any]], str]


def _nowhere(_data: dict[str, Any]) -> str:
    return ""


def _gate(data: dict[str, Any]) -> str:
    return str(data["gate"])


KINDS: dict[str, tuple[str, Where]] = {
    VisitorRegistered.type: ("registered", _nowhere),
    VisitorEntered.type: ("entered", _gate),
    VisitorLeft.type: ("left", _gate),
    ProductListed.type: ("listed", _nowhere),
    DemandPosted.type: ("demand", _nowhere),
    MatchFound.type: ("match", _nowhere),
    LeadMade.type: ("contact", _nowhere),
    RfqOpened.type: ("request", _nowhere),
    QuoteSent.type: ("quote", _nowhere),
    AwardAccepted.type: ("award", _nowhere),
    PoolChanged.type: ("pool", _nowhere),
    DealRecorded.type: ("deal", lambda data: str(data["step"])),
}
"""Of each fact that counts as a happening: its kind, and what tells where or of what it was."""


class Happening(BaseModel):
    """Something that happened `times` in a row, the last time `at`; `where` is a gate or a step."""

    model_config = ConfigDict(frozen=True)

    kind: str
    where: str
    since: datetime
    at: datetime
    times: int = 1

    @classmethod
    def of(cls, envelope: Envelope, moment: datetime) -> Self:
        """What a fact says has just happened."""
        kind, where = KINDS[envelope.type]
        return cls(kind=kind, where=where(envelope.data), since=moment, at=moment)

    def goes_on(self, later: Self) -> bool:
        """Whether another is the same once more, within two minutes."""
        same = (self.kind, self.where) == (later.kind, later.where)
        return same and later.at - self.at <= IN_A_ROW

    def again(self, later: Self) -> Self:
        """Both as one."""
        return self.model_copy(update={"at": later.at, "times": self.times + later.times})


class Feed:
    """The last happenings of an edition, what goes on without a break as one."""

    def __init__(self) -> None:
        self._kept: deque[Happening] = deque(maxlen=KEPT)

    def note(self, happening: Happening) -> None:
        """This happened."""
        for index, kept in enumerate(self._kept):
            if kept.goes_on(happening):
                del self._kept[index]
                happening = kept.again(happening)
                break
        self._kept.append(happening)

    @property
    def latest(self) -> list[Happening]:
        """The last one first."""
        return list(reversed(self._kept))
