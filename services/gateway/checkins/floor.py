"""What the check-in monitor shows: who is on the floor and online, by gate and hour, live."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import orjson
from pydantic import BaseModel, ConfigDict

from kernel.clock import now
from kernel.envelope import Envelope
from kernel.mongo import Document
from services.gateway import metrics
from services.gateway.badges.store import Registrations
from services.gateway.checkins.model import day_of
from services.gateway.checkins.online import Online
from services.gateway.checkins.store import Scans
from services.gateway.streams import Streams

LOOKS_SECONDS = 1.0
MEASURE_SECONDS = 10.0
REFRESH_SECONDS = 5.0
"""So often an open monitor is told anew even when nobody came or went."""


class GateCount(BaseModel):
    """People who came in by a gate on a day: in all, and by hour (0-23)."""

    model_config = ConfigDict(frozen=True)

    gate: str
    entries: int
    hours: dict[int, int]


class FloorCount(BaseModel):
    """An edition's day in numbers: no name, no badge."""

    model_config = ConfigDict(frozen=True)

    day: str
    at: datetime
    registered: int
    inside: int
    came: int
    gates: tuple[GateCount, ...]
    doubles: int
    unknown: int
    revoked: int
    offline: int
    page_views: int
    open_streams: int


class Floor:
    """Counts an edition's day, and tells open monitors of it at most once a second."""

    def __init__(
        self, scans: Scans, registrations: Registrations, online: Online, streams: Streams
    ) -> None:
        self._scans, self._registrations = scans, registrations
        self._online, self._streams = online, streams
        self._due: dict[str, float] = {}

    async def count(self, edition: str) -> FloorCount:
        """How it stands now."""
        moment = now()
        day = day_of(moment)
        counts = await self._scans.counts(edition, day)
        return FloorCount(
            day=day,
            at=moment,
            registered=await self._registrations.count(edition),
            inside=await self._scans.inside(edition, day),
            came=await self._scans.came(edition, day),
            gates=_by_gate(counts),
            doubles=_sum(counts, outcome="already-in"),
            unknown=_sum(counts, outcome="unknown"),
            revoked=_sum(counts, outcome="revoked"),
            offline=_sum(counts, offline=True),
            page_views=await self._online.recent_views(edition, moment),
            open_streams=await self._online.open_streams(moment),
        )

    async def measure(self) -> None:
        """Say in the metrics who is there now, until cancelled."""
        while True:
            moment = now()
            metrics.present.labels("onsite").set(await self._scans.all_inside(day_of(moment)))
            metrics.present.labels("online").set(await self._online.open_streams(moment))
            await asyncio.sleep(MEASURE_SECONDS)

    def watched(self, edition: str) -> str:
        """Under what name an edition's monitors are told; from now on they are."""
        self._due.setdefault(edition, 0.0)
        return f"floor:{edition}"

    async def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Somebody registered, came or went: tell the monitors soon."""
        for envelope in envelopes:
            if envelope.edition in self._due:
                self._due[envelope.edition] = 0.0

    async def run(self) -> None:
        """Tell the monitors what is due."""
        while True:
            await asyncio.sleep(LOOKS_SECONDS)
            for edition in list(self._due):
                await self._tell(edition)

    async def _tell(self, edition: str) -> None:
        if not self._streams.are_open(f"floor:{edition}"):
            del self._due[edition]
        elif self._due[edition] <= (moment := asyncio.get_running_loop().time()):
            self._due[edition] = moment + REFRESH_SECONDS
            said = orjson.dumps((await self.count(edition)).model_dump(mode="json"))
            self._streams.tell(f"floor:{edition}", b"event: floor\ndata: %s\n\n" % said)


def _by_gate(counts: Sequence[Document]) -> tuple[GateCount, ...]:
    entries = [one for one in counts if (one["direction"], one["outcome"]) == ("in", "accepted")]
    gates = sorted({one["gate"] for one in entries})
    return tuple(_of_gate(gate, [one for one in entries if one["gate"] == gate]) for gate in gates)


def _of_gate(gate: str, entries: Sequence[Document]) -> GateCount:
    hours = dict.fromkeys(sorted({one["hour"] for one in entries}), 0)
    for one in entries:
        hours[one["hour"]] += one["scans"]
    return GateCount(gate=gate, entries=sum(hours.values()), hours=hours)


def _sum(counts: Sequence[Document], **wanted: object) -> int:
    return sum(
        one["scans"] for one in counts if all(one[name] == value for name, value in wanted.items())
    )
