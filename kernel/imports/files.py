"""The spreadsheets of imports, kept until they are of no more use."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from gridfs.errors import NoFile

from kernel.clock import now
from kernel.imports.model import ASKING, ENDED, ImportJob
from kernel.mongo import Document, Mongo
from kernel.problems import Invalid, TooLarge

KEPT_AFTER_CHECK = timedelta(days=1)


class Files:
    """A file for each job: while it is worked at, and for a day after it was only checked."""

    def __init__(self, mongo: Mongo, max_bytes: int) -> None:
        self._mongo, self._max_bytes = mongo, max_bytes
        self._bucket = mongo.files("import_files")

    async def keep(self, job: ImportJob, content: AsyncIterator[bytes]) -> None:
        """Store a job's file as it comes in. Raises TooLarge, and then nothing is kept."""
        size, file = 0, self._bucket.open_upload_stream_with_id(job.id, job.filename)
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

    async def fetch(self, job: ImportJob, target: Path) -> None:
        """Write a job's file to disk. Raises Invalid when it is there no more."""
        try:
            with target.open("wb") as file:
                await self._bucket.download_to_stream(job.id, file)
        except NoFile as gone:
            raise _file_gone() from gone

    async def delete(self, job_id: str) -> None:
        """Let a job's file go."""
        await self._bucket.delete(job_id)

    async def drop_useless(self) -> None:
        """Files of jobs that ended just before a crash, and of those nobody went on with."""
        waited = {"state": ASKING, "created_at": {"$lt": now() - KEPT_AFTER_CHECK}}
        given_up = {"state": "failed", "problem": _file_gone().problem(), "ended_at": now()}
        await self._mongo["imports"].update_many(waited, {"$set": given_up})
        kept = await self._mongo["import_files.files"].distinct("_id")
        too_old = {"ended_at": {"$lt": now() - KEPT_AFTER_CHECK}}
        useless: Document = {"_id": {"$in": kept}, "state": {"$in": ENDED}}
        useless["$or"] = [{"dry_run": False}, {"state": "failed"}, too_old]
        async for job in self._mongo["imports"].find(useless, {"_id": 1}):
            await self.delete(job["_id"])


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"Berkas lebih besar dari {limit // 2**20} MB. Bagi menjadi beberapa berkas, lalu unggah.",
        f"The file is larger than {limit // 2**20} MB. Split it and upload the parts.",
        code="file-too-large",
    )


def _file_gone() -> Invalid:
    return Invalid(
        "Berkas yang diperiksa hanya disimpan satu hari dan sudah dihapus; unggah lagi.",
        "A file that was checked is kept for a day only and is gone; upload it again.",
        code="file-gone",
    )
