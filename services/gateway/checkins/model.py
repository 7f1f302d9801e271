"""A scan at a gate, what it is answered, and who is on the floor by all scans of a day."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.gateway.badges.codes import read_code

JAKARTA = ZoneInfo("Asia/Jakarta")
MOST_SCANS = 100
LATEST_SEQUENCE = 10**15

Direction = Literal["in", "out"]
Outcome = Literal["accepted", "already-in", "not-in", "unknown", "revoked"]


class Scan(BaseModel):
    """What a device scanned; `sequence` counts on the device and is never used for two scans."""

    model_config = ConfigDict(frozen=True)

    badge: Annotated[str, Field(max_length=40)]
    sequence: Annotated[int, Field(ge=0, le=LATEST_SEQUENCE)]
    scanned_at: AwareDatetime
    direction: Direction = "in"
    offline: bool = False

    @property
    def code(self) -> str:
        """The badge's code in its one form, "" for what cannot be one."""
        return read_code(self.badge)

    def key(self, device: str) -> str:
        """Badge, device and local sequence: the same for the same scan sent again."""
        return f"{device}|{self.sequence}|{self.code or self.badge}"


class Batch(BaseModel):
    """What a device sends: some scans, its clock as it sends them, and how many wait behind."""

    model_config = ConfigDict(frozen=True)

    sent_at: AwareDatetime
    unsent: Annotated[int, Field(ge=0, le=10**6)] = 0
    scans: Annotated[tuple[Scan, ...], Field(max_length=MOST_SCANS)] = ()

    def happened_at(self, scan: Scan, moment: datetime) -> datetime:
        """When a scan was made by our clock: as long before now as the device says, never later."""
        return moment - max(self.sent_at - scan.scanned_at, timedelta())


class Taken(BaseModel):
    """A scan as it is kept, with what it was answered.

    `scanned_at` is by the device's clock, `at` the same moment by ours. `holder` is the
    registration, "" for a badge that nobody knows; `since` and `where` say when and at which gate
    the holder had come in (or left) already.
    """

    model_config = ConfigDict(frozen=True)

    key: str
    edition: str
    device: str
    gate: str
    sequence: int
    badge: str
    holder: str = ""
    direction: Direction
    scanned_at: datetime
    at: datetime
    received_at: datetime
    offline: bool
    outcome: Outcome = "accepted"
    since: datetime | None = None
    where: str = ""

    @property
    def day(self) -> str:
        """The day in Central Java; whoever does not leave has left by the next."""
        return day_of(self.at)

    @property
    def hour(self) -> int:
        return self.at.astimezone(JAKARTA).hour

    def answered(self, outcome: Outcome, other: Self | None = None) -> Self:
        """The scan with its answer, and the other that was there before."""
        before = {"since": other.at, "where": other.gate} if other else {}
        return self.model_copy(update={"outcome": outcome, **before})


class Presence(BaseModel):
    """Whether somebody is on the floor on a day, since when, and by which gate they passed."""

    model_config = ConfigDict(frozen=True)

    holder: str
    edition: str
    day: str
    inside: bool
    since: datetime
    gate: str
    version: int = 1


def day_of(moment: datetime) -> str:
    """2026-11-12, in Central Java."""
    return moment.astimezone(JAKARTA).date().isoformat()


def judged(scan: Taken, known: Iterable[Taken]) -> Taken:
    """The scan with its answer, beside all other scans of its holder that are known.

    Who came in is not let in again on the same day before they leave. A scan that comes late is
    judged by its place in time: it doubles an entry that stands beside it on either side, so that
    no stay has two accepted entries, in whatever order its scans arrive.
    """
    day = sorted((one for one in known if one.day == scan.day), key=_in_time)
    before = [one for one in day if _in_time(one) < _in_time(scan)]
    behind = [one for one in day if _in_time(one) > _in_time(scan)]
    beside = [*before[-1:], *behind[:1]]
    double = next((one for one in beside if one.direction == scan.direction), None)
    if double is not None:
        run = [*_run(before, scan.direction)[::-1], *_run(behind[::-1], scan.direction)]
        first = next((one for one in run if one.outcome == "accepted"), double)
        return scan.answered("already-in" if scan.direction == "in" else "not-in", first)
    if scan.direction == "out" and not before:
        return scan.answered("not-in")
    return scan


def presence(holder: str, edition: str, scans: Sequence[Taken], version: int = 1) -> Presence:
    """Where somebody is by all scans of a day, at least one: the last says whether inside, the
    first of its kind since when. The same in whatever order they came."""
    day = sorted(scans, key=_in_time)
    first = _run(day, day[-1].direction)[-1]
    return Presence(
        holder=holder,
        edition=edition,
        day=first.day,
        inside=first.direction == "in",
        since=first.at,
        gate=first.gate,
        version=version,
    )


def _run(scans: Sequence[Taken], direction: Direction) -> list[Taken]:
    """The last scans that all go the same way, the latest first."""
    run: list[Taken] = []
    for scan in reversed(scans):
        if scan.direction != direction:
            break
        run.append(scan)
    return run


def _in_time(scan: Taken) -> tuple[datetime, str]:
    return scan.at, scan.key
