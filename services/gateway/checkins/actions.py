"""Verbs of check-in: take in what gates scanned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from contracts.fact import Fact
from contracts.gateway import VisitorEntered, VisitorLeft
from kernel.clock import now
from kernel.mongo import Mongo
from services.gateway import metrics
from services.gateway.badges.model import Badge, Registration
from services.gateway.badges.store import Registrations
from services.gateway.checkins.model import Batch, Presence, Scan, Taken, judged, presence
from services.gateway.checkins.store import Scans
from services.gateway.gates.model import Device


class Answered(NamedTuple):
    """A scan that was taken, and whose badge it is, if anybody's."""

    scan: Taken
    holder: Registration | None


class CheckIns:
    """Takes scans, each once however often it is sent, from several gates at once.

    Whoever is scanned at two gates at the same time has one presence, which both transactions
    write, so one of them is repeated and sees the other.
    """

    def __init__(self, mongo: Mongo, scans: Scans, registrations: Registrations) -> None:
        self._mongo, self._scans, self._registrations = mongo, scans, registrations

    async def take(self, device: Device, batch: Batch) -> list[Answered]:
        """What each scan of a batch is answered, in its order; the same again for the same scan."""
        moment = now()
        scans = {scan.key(device.id): scan for scan in batch.scans}

        async def work() -> dict[str, Taken]:
            known = await self._scans.with_keys(scans)
            fresh = [scan for key, scan in scans.items() if key not in known]
            if not fresh:
                return known
            return known | await self._take(device, batch, fresh, moment)

        taken = await self._mongo.transaction(work) if scans else {}
        holders = await self._registrations.holders({one.holder for one in taken.values()})
        in_order = [taken[scan.key(device.id)] for scan in batch.scans]
        return [Answered(one, holders.get(one.holder)) for one in in_order]

    async def _take(
        self, device: Device, batch: Batch, fresh: Sequence[Scan], moment: datetime
    ) -> dict[str, Taken]:
        badges = await self._registrations.badges(device.edition, {scan.code for scan in fresh})
        read = [_read(scan, device, batch.happened_at(scan, moment), moment) for scan in fresh]
        named = [_named(scan, badges.get(scan.badge)) for scan in read]
        days = _by_day(await self._scans.of_days((s.holder, s.day) for s in named if s.holder))
        done: dict[str, Taken] = {}
        for scan in sorted(named, key=lambda one: (one.at, one.sequence)):
            if scan.holder:
                scan = judged(scan, days[scan.holder, scan.day])
                days[scan.holder, scan.day].append(scan)
            done[scan.key] = scan
        await self._save(list(done.values()), days)
        self._mongo.after_commit(lambda: _count(done.values()))
        return done

    async def _save(
        self, scans: Sequence[Taken], days: Mapping[tuple[str, str], Sequence[Taken]]
    ) -> None:
        before = await self._scans.presences({scan.holder for scan in scans if scan.holder})
        after: dict[str, Presence] = {}
        for scan in scans:
            if not scan.holder:
                continue
            held = after.get(scan.holder) or before.get(scan.holder)
            if held is None or scan.day >= held.day:
                version = before[scan.holder].version + 1 if scan.holder in before else 1
                day = days[scan.holder, scan.day]
                after[scan.holder] = presence(scan.holder, scan.edition, day, version)
        facts = [_told(scan, after) for scan in scans if scan.outcome == "accepted"]
        await self._scans.save(scans, list(after.values()), facts)


def _count(scans: Iterable[Taken]) -> None:
    for scan in scans:
        metrics.checkins.labels("onsite", metrics.ADMITTED[scan.outcome]).inc()


def _read(scan: Scan, device: Device, at: datetime, moment: datetime) -> Taken:
    """A scan of which it is not known yet whose badge it is."""
    return Taken(
        key=scan.key(device.id),
        edition=device.edition,
        device=device.id,
        gate=device.gate,
        sequence=scan.sequence,
        badge=scan.code or scan.badge,
        direction=scan.direction,
        scanned_at=scan.scanned_at,
        at=at,
        received_at=moment,
        offline=scan.offline,
        outcome="unknown",
    )


def _named(scan: Taken, badge: Badge | None) -> Taken:
    """The same with its holder, unless nobody knows the badge or it did not count any more."""
    if badge is None:
        return scan
    if not badge.counts_at(scan.at):
        return scan.model_copy(update={"outcome": "revoked", "since": badge.revoked_at})
    return scan.model_copy(update={"outcome": "accepted", "holder": badge.holder})


def _by_day(scans: Sequence[Taken]) -> dict[tuple[str, str], list[Taken]]:
    days: defaultdict[tuple[str, str], list[Taken]] = defaultdict(list)
    for scan in scans:
        days[scan.holder, scan.day].append(scan)
    return days


def _told(scan: Taken, presences: Mapping[str, Presence]) -> Fact:
    held = presences.get(scan.holder)
    said = {
        "subject": scan.holder,
        "version": held.version if held else 1,
        "edition": scan.edition,
        "gate": scan.gate,
        "at": scan.at,
        "offline": scan.offline,
    }
    return VisitorEntered(**said) if scan.direction == "in" else VisitorLeft(**said)
