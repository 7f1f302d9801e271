"""Files that are kept: none that nothing refers to stays, wherever a process is killed."""

from collections.abc import AsyncIterator
from datetime import timedelta

from kernel.clock import now
from kernel.ids import new_id
from kernel.mongo import Mongo
from kernel.problems import Conflict
from kernel.uploads import Upload

LOOSE_FOR = timedelta(hours=1)
"""How long a file may wait for what refers to it."""


class Files:
    """A GridFS bucket in which each file is referred to, or is dropped.

    Before a file is stored, its id is noted as loose. Whoever refers to it binds it, in the
    transaction that begins to refer to it, and lets it loose in the one that ceases to. What is
    loose for too long is dropped.
    """

    def __init__(self, mongo: Mongo, bucket: str) -> None:
        self._mongo, self._files = mongo, mongo.files(bucket)
        self._loose = mongo[f"{bucket}.loose"]
        self._metadata, self._chunks = mongo[f"{bucket}.files"], mongo[f"{bucket}.chunks"]

    async def ensure(self) -> None:
        """An index to find what is loose."""
        await self._loose.create_index("since")

    async def keep(self, upload: Upload) -> str:
        """Store a file, still loose; its id."""
        file_id = new_id()
        await self._loose.insert_one({"_id": file_id, "since": now()})
        with upload.path.open("rb") as file:
            await self._files.upload_from_stream_with_id(file_id, file_id, file)
        return file_id

    async def bind(self, file_id: str) -> None:
        """Something refers to a file from now on; in the transaction at hand. Raises Conflict."""
        bound = await self._loose.delete_one(
            {"_id": file_id, "dropped": {"$exists": False}}, session=self._mongo.session
        )
        if not bound.deleted_count:
            raise Conflict(
                "Berkas ini terlalu lama menunggu; unggah sekali lagi.",
                "This file has waited too long; upload it once more.",
                code="upload-expired",
            )

    async def let_loose(self, *file_ids: str) -> None:
        """Nothing refers to these any more; in the transaction at hand."""
        if file_ids:
            await self._loose.insert_many(
                [{"_id": file_id, "since": now() - LOOSE_FOR} for file_id in file_ids],
                session=self._mongo.session,
            )

    async def drop(self, file_id: str) -> None:
        """Delete a loose file; one that was bound meanwhile stays."""
        chosen = await self._loose.update_one({"_id": file_id}, {"$set": {"dropped": True}})
        if chosen.matched_count:
            await self._metadata.delete_one({"_id": file_id})
            await self._chunks.delete_many({"files_id": file_id})
            await self._loose.delete_one({"_id": file_id})

    async def drop_loose(self) -> None:
        """Delete every file that has been loose for too long."""
        old = self._loose.find({"since": {"$lte": now() - LOOSE_FOR}}, {"_id": 1})
        async for found in old:
            await self.drop(found["_id"])

    async def has(self, file_id: str) -> bool:
        """Whether a file is all there: it may have been lost behind our back."""
        found = await self._metadata.find_one({"_id": file_id}, session=self._mongo.session)
        if found is None:
            return False
        pieces = await self._chunks.count_documents(
            {"files_id": file_id}, session=self._mongo.session
        )
        return bool(pieces * found["chunkSize"] >= found["length"])

    async def read(self, file_id: str) -> AsyncIterator[bytes]:
        """A file's content, piece by piece."""
        file = await self._files.open_download_stream(file_id)
        while piece := await file.readchunk():
            yield piece
