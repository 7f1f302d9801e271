"""Uploaded spreadsheets become saved rows: checked first, resumable after a crash, exact."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Protocol

from pymongo.errors import PyMongoError

from kernel.callers import Caller
from kernel.clock import now
from kernel.ids import new_id
from kernel.imports.model import ENDED, MAX_BYTES, Counts, ImportJob
from kernel.imports.staging import Staged, Staging
from kernel.logs import logger
from kernel.mongo import Document, Mongo, passes_by_itself
from kernel.problems import Invalid, NotFound, Refusal, TooLarge
from kernel.spreadsheets import CellFault

CHUNK = 250
LEASE = timedelta(seconds=10)
BACKSTOP_SECONDS = 1.0
KEPT_ERRORS = 10_000


class ImportKind(Protocol):
    """What a room says about one kind of spreadsheet."""

    name: ClassVar[str]
    row: ClassVar[Any]
    """A pydantic model of a row; each field's alias is the column's name."""

    async def expect_edition(self, edition: str) -> None:
        """Raises NotFound for an edition that is not known."""

    async def faults(self, edition: str, rows: Sequence[Any]) -> Mapping[str, Sequence[CellFault]]:
        """What is wrong with rows beyond their own cells, by the rows' code."""

    async def save(self, edition: str, rows: Sequence[Any], caller: Caller) -> Counts:
        """Save rows and their facts, in the transaction at hand; some may be saved already."""


class LeaseLost(Exception):
    """Another replica has taken the job over."""


class Imports:
    """The imports of one service: takes files in, works them off one after the other.

    A file is kept until its job has ended, so a job outlives the process: whoever holds the job's
    lease reads the file into checked rows, then saves these in chunks, each in one transaction
    together with the number of the last row saved. A job that is interrupted goes on behind that
    row. With `all_or_nothing` nothing is saved unless every row is right.
    """

    def __init__(self, mongo: Mongo, *kinds: ImportKind, max_bytes: int = MAX_BYTES) -> None:
        self._mongo, self._max_bytes = mongo, max_bytes
        self._kinds = {kind.name: kind for kind in kinds}
        self._files = mongo.files("import_files")
        self._holder = new_id()
        self._woken = asyncio.Event()

    async def ensure(self) -> None:
        """Indexes."""
        await self._mongo["imports"].create_index([("state", 1), ("lease_until", 1)])
        await self._mongo["import_errors"].create_index([("job", 1), ("row", 1), ("n", 1)])

    async def accept(
        self, job: ImportJob, content: AsyncIterator[bytes], caller: Caller
    ) -> ImportJob:
        """Keep a file and queue its job. Raises NotFound, TooLarge."""
        await self._kinds[job.kind].expect_edition(job.edition)
        job = job.model_copy(update={"id": new_id(), "created_at": now()})
        await self._keep(job, content)
        await self._mongo["imports"].insert_one(
            job.to_document() | {"by": caller.model_dump(), "cursor": 0, "lease_until": now()}
        )
        self._woken.set()
        return job

    async def _keep(self, job: ImportJob, content: AsyncIterator[bytes]) -> None:
        size, file = 0, self._files.open_upload_stream_with_id(job.id, job.filename)
        try:
            async for piece in content:
                size += len(piece)
                if size > self._max_bytes:
                    raise _too_large(self._max_bytes)
                await file.write(piece)
        except BaseException:
            await file.abort()
            raise
        await file.close()

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
        await self._drop_files_of_ended_jobs()
        while True:
            try:
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
            {"state": {"$nin": ENDED}, "lease_until": {"$lte": now()}},
            {"$set": {"holder": self._holder, "lease_until": now() + LEASE}},
            sort=[("_id", 1)],
            return_document=True,
        )
        return found

    async def _work(self, document: Document) -> None:
        job = ImportJob.from_document(document)
        try:
            await self._end(job, await self._refusal_of(job, document))
        except LeaseLost:
            logger.warning("an import was taken over", job=job.id)

    async def _refusal_of(self, job: ImportJob, document: Document) -> Refusal | None:
        """Do the work; None when all went well. Raises LeaseLost, and what passes by itself."""
        try:
            with tempfile.TemporaryDirectory(prefix="pendopo-import-") as folder:
                async with self._keeping(job.id):
                    staged = await self._stage(job, Path(folder))
                if not job.dry_run:
                    await self._save(job, staged, document)
        except Refusal as refusal:
            return refusal
        except Exception as error:
            if isinstance(error, LeaseLost) or passes_by_itself(error):
                raise
            logger.exception("an import failed", job=job.id)
            return _broken(job.id)
        return None

    async def _stage(self, job: ImportJob, folder: Path) -> Staged:
        """Read and check the whole file; the right rows wait in a file of their own."""
        await self._mongo["import_errors"].delete_many({"job": job.id})
        upload = folder / "upload"
        with upload.open("wb") as file:
            await self._files.download_to_stream(job.id, file)
        staging = Staging(self._kinds[job.kind], job, folder / "rows.jsonl")
        async for faults in staging.read(upload):
            await self._note(job, staging, faults)
        if job.all_or_nothing and staging.counts.invalid and not job.dry_run:
            raise _not_all_right(staging.counts)
        return staging.staged

    async def _note(self, job: ImportJob, staging: Staging, faults: list[Document]) -> None:
        news = {
            "state": "reading",
            "warnings": list(staging.warnings),
            "rows.total": staging.counts.total,
            "rows.valid": staging.counts.valid,
            "rows.invalid": staging.counts.invalid,
        }

        async def note() -> None:
            await self._hold(job.id, news)
            if faults and staging.noted <= KEPT_ERRORS:
                await self._mongo["import_errors"].insert_many(faults, session=self._mongo.session)

        await self._mongo.transaction(note)

    async def _save(self, job: ImportJob, staged: Staged, document: Document) -> None:
        kind, caller = self._kinds[job.kind], Caller.model_validate(document["by"])
        cursor = document["cursor"]
        await self._hold(job.id, {"state": "writing"})
        for numbers, rows in staged.chunks(CHUNK, behind=cursor):
            last = numbers[-1]

            async def save(rows: list[Any] = rows, last: int = last) -> None:
                saved = await kind.save(job.edition, rows, caller)
                done = {f"rows.{name}": count for name, count in saved.model_dump().items()}
                await self._hold(job.id, {"cursor": last}, done)

            await self._mongo.transaction(save)

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
        await self._files.delete(job.id)
        logger.info("an import ended", job=job.id, kind=job.kind, state=state, problem=problem)

    async def _drop_files_of_ended_jobs(self) -> None:
        """Files whose job ended just before a crash."""
        kept = await self._mongo["import_files.files"].distinct("_id")
        ended = self._mongo["imports"].find({"_id": {"$in": kept}, "state": {"$in": ENDED}})
        async for job in ended:
            await self._files.delete(job["_id"])


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"Berkas lebih besar dari {limit // 2**20} MB. Bagi menjadi beberapa berkas, lalu unggah.",
        f"The file is larger than {limit // 2**20} MB. Split it and upload the parts.",
        code="file-too-large",
    )


def _not_all_right(counts: Counts) -> Invalid:
    return Invalid(
        f"{counts.invalid} dari {counts.total} baris perlu diperbaiki; tidak ada yang disimpan.",
        f"{counts.invalid} of {counts.total} rows need mending; nothing was saved.",
        code="rows-invalid",
    )


def _broken(job_id: str) -> Refusal:
    return Refusal(
        f"Impor berhenti karena kesalahan pada sistem. Sebutkan nomor {job_id} kepada panitia.",
        f"The import stopped because something is broken on our side. Quote {job_id}.",
        code="bug",
    )
