"""How a service is, at a glance, for those who look after it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from kernel.chores import Chore, Chores
from kernel.clock import now
from kernel.deadletters import DeadLetters
from kernel.health import Health
from kernel.imports.model import ENDED, ImportJob
from kernel.mongo import Mongo
from kernel.switches import Switch, Switches

IMPORTS_SHOWN = 20


class Backlog(BaseModel):
    """Facts that wait to be told, and how long the oldest of them has."""

    pending: int
    oldest_seconds: float


class Status(BaseModel):
    """One replica of a service, and what is under way in its database."""

    service: str
    ready: bool
    checks: dict[str, str]
    started_at: datetime
    outbox: Backlog
    dead_letters: dict[str, int]
    chores: list[Chore]
    imports: list[dict[str, Any]]
    switches: list[Switch]


class Overview:
    """Gathers the status of a service."""

    def __init__(
        self,
        service: str,
        mongo: Mongo,
        health: Health,
        letters: DeadLetters,
        chores: Chores,
        switches: Switches,
    ) -> None:
        self._service, self._mongo, self._health = service, mongo, health
        self._letters, self._chores, self._switches = letters, chores, switches
        self._started_at = now()

    async def status(self) -> Status:
        ready, checks = await self._health.ready()
        return Status(
            service=self._service,
            ready=ready,
            checks=checks,
            started_at=self._started_at,
            outbox=await self._backlog(),
            dead_letters=await self._letters.waiting(),
            chores=await self._chores.recent(),
            imports=await self._imports(),
            switches=self._switches.all(),
        )

    async def _backlog(self) -> Backlog:
        pending = await self._mongo["outbox"].estimated_document_count()
        oldest = await self._mongo["outbox"].find_one({}, {"time": 1}, sort=[("_id", 1)])
        age = (now() - oldest["time"]).total_seconds() if oldest else 0.0
        return Backlog(pending=pending, oldest_seconds=max(age, 0.0))

    async def _imports(self) -> list[dict[str, Any]]:
        """Imports that are under way: whose rows they are is none of operations' business."""
        found = self._mongo["imports"].find({"state": {"$nin": ENDED}}).limit(IMPORTS_SHOWN)
        jobs = [ImportJob.from_document(document) async for document in found]
        shown = {"id", "edition", "kind", "state", "progress", "created_at"}
        return [job.model_dump(mode="json", include=shown) for job in jobs]
