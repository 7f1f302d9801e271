"""Uploaded spreadsheets become saved rows: checked first, resumable after a crash, exact."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from pymongo.errors import PyMongoError

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.imports import refusals
from kernel.imports.columns import ColumnsUnclear, expect_pairs
from kernel.imports.files import Files
from kernel.imports.kind import ImportKind
from kernel.imports.memory import ColumnMemory
from kernel.imports.model import ASKING, ENDED, MAX_BYTES, Counts, ImportJob, Interruption
from kernel.imports.saving import Saving
from kernel.imports.staging import Staging
from kernel.logs import logger
from kernel.mongo import Document, Mongo, passes_by_itself
from kernel.problems import NotFound, Refusal

LEASE = timedelta(seconds=10)
BACKSTOP_SECONDS = 1.0
TIDY_SECONDS = 3600.0
KEPT_ERRORS = 10_000


class LeaseLost(Exception):
    """Another replica has taken the job over."""


class Imports:
    """The imports of one service: takes files in, works them off one after the other.

    A file is kept until its job has ended, so a job outlives the process: whoever holds the job's
    lease reads the file into checked rows, then saves these in chunks, each in one transaction
    together with the number of the last row saved. A job that is interrupted goes on behind that
    row, and says so. With `all_or_nothing` nothing is saved unless every row is right. A `dry_run`
    rehearses the saving, says what it would do, and keeps the file so that it can be saved as it
    is.
    """

    def __init__(self, mongo: Mongo, *kinds: ImportKind, max_bytes: int = MAX_BYTES) -> None:
        self._mongo = mongo
        self._kinds = {kind.name: kind for kind in kinds}
        self._files, self._memory = Files(mongo, max_bytes), ColumnMemory(mongo)
        self._holder = new_id()
        self._woken = asyncio.Event()

    async def ensure(self) -> None:
        """Indexes."""
        await self._mongo["imports"].create_index([("state", 1), ("lease_until", 1)])
        await self._mongo["import_errors"].create_index([("job", 1), ("row", 1), ("n", 1)])
        await self._memory.ensure()

    async def accept(
        self, job: ImportJob, content: AsyncIterator[bytes], caller: Caller
    ) -> ImportJob:
        """Keep a file and queue its job. Raises NotFound, TooLarge."""
        await self._kinds[job.kind].expect_edition(job.edition)
        job = job.model_copy(update={"id": new_id(), "created_at": now()})
        await self._files.keep(job, content)
        await self._mongo["imports"].insert_one(
            job.to_document() | {"by": caller.model_dump(), "cursor": 0, "lease_until": now()}
        )
        self._woken.set()
        return job

    async def save_checked(
        self, edition: str, kind: str, job_id: str, all_or_nothing: bool, caller: Caller
    ) -> ImportJob:
        """Save, from the file that was kept, what a check has found right.

        To ask twice does no harm. Raises NotFound, Conflict when the check has not ended well.
        """
        checked = {"_id": job_id, "edition": edition, "kind": kind, "dry_run": True}
        how = {"dry_run": False, "all_or_nothing": all_or_nothing}
        await self._begin_anew(checked | {"state": "done"}, how, caller)
        job = await self.get(edition, kind, job_id)
        if job.dry_run:
            raise refusals.not_checked()
        self._woken.set()
        return job

    async def _begin_anew(self, which: Document, how: Document, caller: Caller) -> bool:
        begun = {"state": "queued", "cursor": 0, "rows": Counts().model_dump(), "ended_at": None}
        who = {"by": caller.model_dump(), "lease_until": now(), "interruption": None}
        found = await self._mongo["imports"].update_one(
            which, {"$set": how | begun | who}, session=self._mongo.session
        )
        return bool(found.matched_count)

    async def pair_columns(
        self, edition: str, kind: str, job_id: str, said: Mapping[str, str], caller: Caller
    ) -> ImportJob:
        """Go on with a file whose columns were asked for, or check it anew with others.

        What is said of its headers is remembered for the office's next files. Raises NotFound,
        Conflict when the job does not ask and has not ended as a check, Invalid.
        """

        async def pair() -> None:
            job = await self.get(edition, kind, job_id)
            chosen = expect_pairs(said, job.columns, self._kinds[kind].columns)
            news = {header: column for header, column in chosen.items() if header != column}
            await self._memory.remember(caller.party, kind, news)
            asks: list[Document] = [{"state": ASKING}, {"state": "done", "dry_run": True}]
            which = {"_id": job_id, "$or": asks}
            if not await self._begin_anew(which, {"ask_columns": False}, caller):
                raise refusals.not_asking()

        await self._mongo.transaction(pair)
        self._woken.set()
        return await self.get(edition, kind, job_id)

    async def get(self, edition: str, kind: str, job_id: str) -> ImportJob:
        """A job with its first errors. Raises NotFound."""
        document = await self._mongo["imports"].find_one(
            {"_id": job_id, "edition": edition, "kind": kind}
        )
        if document is None:
            raise NotFound(
                f"Impor {job_id} tidak ditemukan.",
                f"There is no import {job_id}.",
                code="no-import",
            )
        job = ImportJob.from_document(document)
        return job.model_copy(update={"errors": await self.errors(job_id, 0, 100)})

    async def errors(self, job_id: str, skip: int, limit: int) -> list[Document]:
        """A job's errors in the order of the rows."""
        found = self._mongo["import_errors"].find({"job": job_id}, {"_id": 0, "job": 0, "n": 0})
        return await found.sort([("row", 1), ("n", 1)]).skip(skip).limit(limit).to_list(limit)

    async def run(self) -> None:
        """Work jobs off until cancelled."""
        next_tidying = float("-inf")
        while True:
            try:
                if time.monotonic() >= next_tidying:
                    await self._files.drop_useless()
                    next_tidying = time.monotonic() + TIDY_SECONDS
                while document := await self._claim():
                    await self._work(document)
            except PyMongoError as error:
                logger.warning("imports wait for the database", error=repr(error)[:300])
            await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(BACKSTOP_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            pass
        self._woken.clear()

    async def _claim(self) -> Document | None:
        found: Document | None = await self._mongo["imports"].find_one_and_update(
            {"state": {"$nin": [*ENDED, ASKING]}, "lease_until": {"$lte": now()}},
            {"$set": {"holder": self._holder, "lease_until": now() + LEASE}},
            sort=[("_id", 1)],
            return_document=True,
        )
        return found

    async def _work(self, document: Document) -> None:
        job = ImportJob.from_document(document)
        try:
            if job.state != "queued":
                await self._note_interruption(job.id, document["cursor"])
            await self._end(job, await self._refusal_of(job, document))
        except ColumnsUnclear:
            logger.info("an import asks for its columns", job=job.id)
        except LeaseLost:
            logger.warning("an import was taken over", job=job.id)

    async def _note_interruption(self, job_id: str, last: int) -> None:
        interruption = Interruption(row=last + 1 if last else None, resumed_at=now())
        await self._hold(job_id, {"interruption": interruption.model_dump()})

    async def _refusal_of(self, job: ImportJob, document: Document) -> Refusal | None:
        """Do the work; None when all went well. Raises LeaseLost, and what passes by itself."""
        try:
            with tempfile.TemporaryDirectory(prefix="pendopo-import-") as folder:
                async with self._keeping(job.id):
                    staging = await self._stage(job, Path(folder), document["by"])
                await self._save(staging, document)
        except Refusal as refusal:
            return refusal
        except Exception as error:
            if isinstance(error, LeaseLost | ColumnsUnclear) or passes_by_itself(error):
                raise
            logger.exception("an import failed", job=job.id)
            return refusals.broken(job.id)
        return None

    async def _stage(self, job: ImportJob, folder: Path, by: Document) -> Staging:
        """Read and check the whole file; the right rows wait in a file of their own."""
        await self._mongo["import_errors"].delete_many({"job": job.id})
        upload = folder / "upload"
        await self._files.fetch(job, upload)
        chosen = await self._memory.of(by["party"], job.kind)
        staging = Staging(self._kinds[job.kind], job, folder / "rows.jsonl", chosen)
        try:
            async for faults in staging.read(upload):
                await self._note(job, staging, faults)
        except ColumnsUnclear:
            await self._hold(job.id, _header_of(staging) | {"state": ASKING})
            raise
        if job.all_or_nothing and staging.counts.invalid and not job.dry_run:
            raise refusals.not_all_right(staging.counts)
        return staging

    async def _save(self, staging: Staging, document: Document) -> None:
        job, by = staging.job, Caller.model_validate(document["by"])
        await self._hold(job.id, {"state": "rehearsing" if job.dry_run else "writing"})
        await Saving(self._mongo, staging, by, self._hold).save(behind=document["cursor"])

    async def _note(self, job: ImportJob, staging: Staging, faults: list[Document]) -> None:
        news = {
            "state": "reading",
            "warnings": list(staging.warnings),
            **_header_of(staging),
            "rows.total": staging.counts.total,
            "rows.valid": staging.counts.valid,
            "rows.invalid": staging.counts.invalid,
        }

        async def note() -> None:
            await self._hold(job.id, news)
            if faults and staging.noted <= KEPT_ERRORS:
                await self._mongo["import_errors"].insert_many(faults, session=self._mongo.session)

        await self._mongo.transaction(note)

    @asynccontextmanager
    async def _keeping(self, job_id: str) -> AsyncIterator[None]:
        """Renew the lease meanwhile: a large file may take long before its first rows are read."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(LEASE.total_seconds() / 3)
                await self._hold(job_id, {})

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _hold(self, job_id: str, news: Document, more: Document | None = None) -> None:
        """Note progress and renew the lease. Raises LeaseLost."""
        change: Document = {"$set": news | {"lease_until": now() + LEASE}}
        if more:
            change["$inc"] = more
        held = await self._mongo["imports"].update_one(
            {"_id": job_id, "holder": self._holder}, change, session=self._mongo.session
        )
        if not held.matched_count:
            raise LeaseLost(job_id)

    async def _end(self, job: ImportJob, refusal: Refusal | None) -> None:
        state, problem = ("failed", refusal.problem()) if refusal else ("done", None)
        await self._hold(job.id, {"state": state, "problem": problem, "ended_at": now()})
        if refusal or not job.dry_run:
            await self._files.delete(job.id)
        logger.info("an import ended", job=job.id, kind=job.kind, state=state, problem=problem)


def _header_of(staging: Staging) -> Document:
    columns = [column.model_dump() for column in staging.columns]
    return {"columns": columns, "missing": list(staging.missing)}
