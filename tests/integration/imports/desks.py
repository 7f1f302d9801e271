"""A replica of the catalogue that does nothing but imports, and only while a test lets it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from kernel.callers import Caller
from kernel.clock import now
from kernel.imports import ImportJob, Imports
from kernel.mongo import Document
from services.catalogue.app import create
from services.catalogue.editions.actions import open_edition
from services.catalogue.editions.model import EditionForm
from services.catalogue.editions.store import Editions
from services.catalogue.settings import CatalogueSettings
from tests import trade
from tests.mistakes.good import EXHIBITORS, PRODUCTS, Record, csv_text, grid
from tests.waiting import until

ORGANISER = Caller(account="panitia", role="organiser")


def sheet(*records: Record) -> bytes:
    """A CSV of these rows."""
    return csv_text(grid(records)).encode()


def products(number: int, **changes: object) -> list[Record]:
    """So many right rows of products, of one exhibitor."""
    return [
        {**PRODUCTS[0], "kode": f"PR-{n:03}", "nama": f"Keripik nomor {n}", **changes}
        for n in range(number)
    ]


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


class Desk:
    """One replica; several on one database share the work."""

    def __init__(self, mongo_url: str, database: str) -> None:
        self.service = create(
            CatalogueSettings(
                mongo_url=mongo_url,
                amqp_url="amqp://nowhere.invalid",
                database=database,
                port=1,
            )
        )
        self.mongo = self.service.mongo
        self.imports: Imports = self.service.app.state.provided[Imports]

    async def opens(self) -> None:
        """Make the indexes, an edition, and its exhibitors."""
        await self.service._prepare_all()
        editions: Editions = self.service.app.state.provided[Editions]
        await open_edition(EditionForm(**trade.edition()), editions)
        async with self.working():
            await self.ends(await self.takes("exhibitors", sheet(*EXHIBITORS)))

    async def takes(self, kind: str, content: bytes, **flags: bool) -> str:
        """Accept an upload; the id of its job."""
        job = ImportJob(edition=trade.EDITION, kind=kind, filename=f"{kind}.csv", **flags)
        return (await self.imports.accept(job, _pieces(content), ORGANISER)).id

    async def saves_checked(self, kind: str, job_id: str, **flags: bool) -> ImportJob:
        """Ask for what was checked to be saved."""
        whole = flags.get("all_or_nothing", False)
        return await self.imports.save_checked(trade.EDITION, kind, job_id, whole, ORGANISER)

    async def ages(self, job_id: str, age: timedelta) -> None:
        """Let a job have ended longer ago."""
        ended = {"ended_at": now() - age - timedelta(seconds=1)}
        await self.mongo["imports"].update_one({"_id": job_id}, {"$set": ended})

    @asynccontextmanager
    async def working(self) -> AsyncIterator[asyncio.Task[None]]:
        """Within it the imports are worked off; leaving it is like a crash."""
        worker = asyncio.create_task(self.imports.run())
        try:
            yield worker
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)

    async def ends(self, job_id: str) -> Document:
        """Wait until a job has ended; its file is gone unless the job has only checked it."""

        async def has_ended() -> bool:
            job = await self._job(job_id)
            if job["state"] == "done" and job["dry_run"]:
                return True
            return job["state"] in ("done", "failed") and not await self.files()

        await until(has_ended)
        return await self._job(job_id)

    async def _job(self, job_id: str) -> Document:
        found = await self.mongo["imports"].find_one({"_id": job_id})
        assert found is not None
        return found

    async def imported(self, kind: str, content: bytes, **flags: bool) -> Document:
        """Take an upload, work it off, and return its job."""
        job_id = await self.takes(kind, content, **flags)
        async with self.working():
            return await self.ends(job_id)

    async def files(self) -> list[str]:
        """The jobs whose files are kept."""
        return await self.mongo["import_files.files"].distinct("_id")

    async def versions(self) -> dict[str, int]:
        """Version by code of all products."""
        found = self.mongo["products"].find({}, {"code": 1, "version": 1})
        return {product["code"]: product["version"] async for product in found}

    async def told(self) -> list[tuple[str, int]]:
        """Code and version of each product as it was told."""
        query = {"type": "catalogue.product.listed.v1"}
        found = self.mongo["outbox"].find(query).sort("_id", 1)
        return [(fact["data"]["code"], fact["version"]) async for fact in found]

    async def errors(self, job_id: str) -> list[Any]:
        return await self.imports.errors(job_id, 0, 1000)
