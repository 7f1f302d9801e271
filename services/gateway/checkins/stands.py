"""What stands scan becomes leads: the gateway knows whose badge it is, matching keeps the lead."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kernel.callers import Caller
from kernel.clock import now
from kernel.problems import Conflict, Forbidden
from services.gateway.badges.codes import read_code
from services.gateway.badges.model import Badge, Registration
from services.gateway.badges.store import Registrations
from services.gateway.checkins.encounters import Encounters
from services.gateway.checkins.model import LATEST_SEQUENCE
from services.gateway.pages.services import Services

MOST_SCANS = 20

StandOutcome = Literal["accepted", "unknown", "revoked"]


class StandScan(BaseModel):
    """A badge that a stand scanned; `sequence` counts on its device."""

    model_config = ConfigDict(frozen=True)

    badge: Annotated[str, Field(max_length=40)]
    sequence: Annotated[int, Field(ge=0, le=LATEST_SEQUENCE)]
    scanned_at: AwareDatetime


class StandBatch(BaseModel):
    """What a device at a stand sends, and for which exhibitor it was scanned."""

    model_config = ConfigDict(frozen=True)

    device: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{8,64}$")]
    party: Annotated[str, Field(max_length=120)]
    sent_at: AwareDatetime
    scans: Annotated[tuple[StandScan, ...], Field(max_length=MOST_SCANS)]


class StandAnswer(BaseModel):
    """What became of a scan; the name is there for whoever agreed to it alone."""

    model_config = ConfigDict(frozen=True)

    sequence: int
    badge: str
    outcome: StandOutcome
    name: str = ""


class OtherParty(Conflict):
    """Scans of one exhibitor never become leads of another, whoever is signed in by now."""

    code = "other-party"

    def __init__(self) -> None:
        super().__init__(
            "Pindaian ini milik peserta lain; masuklah dengan akun yang memindainya.",
            "These scans are another exhibitor's; sign in with the account that scanned them.",
        )


def _not_here(edition: str) -> Forbidden:
    return Forbidden(
        f"Anda bukan peserta edisi {edition}.",
        f"You are no exhibitor of edition {edition}.",
        code="not-here",
    )


class StandScans:
    """Passes scans on to matching on the exhibitor's behalf."""

    def __init__(
        self, registrations: Registrations, services: Services, encounters: Encounters
    ) -> None:
        self._registrations, self._services = registrations, services
        self._encounters = encounters

    async def take(
        self, edition: str, batch: StandBatch, caller: Caller, token: str
    ) -> list[StandAnswer]:
        """What became of each scan; sent again, it is the same lead. Raises OtherParty."""
        caller.must_be("exhibitor")
        if not caller.party.startswith(f"exhibitor:{edition}:"):
            raise _not_here(edition)
        if batch.party != caller.party:
            raise OtherParty()
        codes = {read_code(scan.badge) for scan in batch.scans}
        badges = await self._registrations.badges(edition, codes)
        holders = await self._registrations.holders({one.holder for one in badges.values()})
        answers = []
        for scan in batch.scans:
            badge = badges.get(read_code(scan.badge))
            holder = holders.get(badge.holder) if badge else None
            outcome = _outcome(scan, badge, holder)
            if holder is not None and outcome == "accepted":
                note = orjson.dumps(_note(scan, batch, holder))
                await self._services.send("matching", f"/v1/editions/{edition}/leads", token, note)
            answers.append(_answer(scan, outcome, holder))
        await self._encounters.note(edition, _counted(batch, answers))
        return answers


def _counted(
    batch: StandBatch, answers: Sequence[StandAnswer]
) -> Iterator[tuple[str, str, datetime]]:
    """The scans that were accepted, without whose badges they were."""
    exhibitor = batch.party.rpartition(":")[2]
    for scan, answer in zip(batch.scans, answers, strict=True):
        if answer.outcome == "accepted":
            key = f"{exhibitor}|{batch.device}|{scan.sequence}"
            yield key, exhibitor, min(scan.scanned_at, now())


def _outcome(scan: StandScan, badge: Badge | None, holder: Registration | None) -> StandOutcome:
    if badge is None or holder is None:
        return "unknown"
    if holder.is_erased:
        return "revoked"
    return "accepted" if badge.counts_at(min(scan.scanned_at, now())) else "revoked"


def _note(scan: StandScan, batch: StandBatch, holder: Registration) -> dict[str, object]:
    """What matching is told: who it is, and the name of those who agreed to it."""
    behind = max(batch.sent_at - scan.scanned_at, batch.sent_at - batch.sent_at)
    note: dict[str, object] = {
        "channel": "scan",
        "person": holder.person,
        "device": batch.device,
        "sequence": scan.sequence,
        "seen_at": (now() - behind).isoformat(),
    }
    if holder.shares_name:
        note["consent"] = {"text_version": holder.consent_version}
        note["contact"] = {"name": holder.name}
    return note


def _answer(scan: StandScan, outcome: StandOutcome, holder: Registration | None) -> StandAnswer:
    shown = holder is not None and outcome == "accepted" and holder.shares_name
    return StandAnswer(
        sequence=scan.sequence,
        badge=read_code(scan.badge) or scan.badge,
        outcome=outcome,
        name=holder.name if shown and holder else "",
    )
