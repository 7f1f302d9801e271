"""What people upload, as it comes in: bounded, and on this machine's disk for as long as needed."""

import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kernel.problems import Invalid, TooLarge

HEAD_BYTES = 64


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in whole: where it is, its size, and its content's SHA-256 in hex."""

    path: Path
    size: int
    sha256: str

    @property
    def head(self) -> bytes:
        """Its first bytes, by which its kind is told."""
        with self.path.open("rb") as file:
            return file.read(HEAD_BYTES)

    def tail(self, length: int) -> bytes:
        """Its last bytes."""
        with self.path.open("rb") as file:
            file.seek(max(0, self.size - length))
            return file.read()


@asynccontextmanager
async def received(content: AsyncIterator[bytes], max_bytes: int) -> AsyncIterator[Upload]:
    """The whole of an upload, gone again at the end of the context.

    Raises TooLarge as soon as it is, Invalid for an empty one, and whatever `content` raises when
    it is cut off.
    """
    size, digest = 0, hashlib.sha256()
    with tempfile.NamedTemporaryFile(prefix="pendopo-upload-") as file:
        async for piece in content:
            size += len(piece)
            if size > max_bytes:
                raise _too_large(max_bytes)
            digest.update(piece)
            file.write(piece)
        file.flush()
        if not size:
            raise _empty()
        yield Upload(Path(file.name), size, digest.hexdigest())


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"Berkas lebih besar dari {limit // 2**20} MB. Kecilkan, lalu unggah lagi.",
        f"The file is larger than {limit // 2**20} MB. Make it smaller and upload it again.",
        code="file-too-large",
    )


def _empty() -> Invalid:
    return Invalid(
        "Berkas ini kosong. Pilih berkas yang berisi.",
        "This file is empty. Choose one with something in it.",
        code="empty-file",
    )
