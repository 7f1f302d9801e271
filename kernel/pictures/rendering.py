"""The parent's side: has a child open a picture, and takes the renditions that it makes."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from kernel.pictures.refusals import UnusablePicture

ROOT = Path(__file__).parents[2]
AT_ONCE = 1
PATIENCE_SECONDS = 30.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture in one size, as WebP without any metadata; `size` bounds its longer side."""

    size: int
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that could be opened to its end: its pixels upright, and what was made of it."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]


class Studio:
    """Opens pictures, one at a time, each in a child process that a hostile one may kill."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    async def look(self, path: Path) -> Picture:
        """A JPEG, PNG or WebP that can be opened whole. Raises UnusablePicture."""
        return await self.develop(path, ())

    async def develop(self, path: Path, sizes: Sequence[int]) -> Picture:
        """A picture upright in these sizes (the longer side in pixels). Raises UnusablePicture."""
        async with self._places:
            told = await _told_by_child(path, sizes)
        line, _, content = told.partition(b"\n")
        match orjson.loads(line or b"null"):
            case ["picture", width, height, made]:
                return Picture(width, height, tuple(_cut(made, content)))
            case ["refused", code, facts]:
                raise UnusablePicture.because(code, **facts)
        raise UnusablePicture.because("too-heavy")


async def _told_by_child(path: Path, sizes: Sequence[int]) -> bytes:
    """All that the child says; nothing if it was killed or took too long."""
    child = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "kernel.pictures", str(path), orjson.dumps(sizes).decode()],
        str(os.getpid()),
        cwd=ROOT,
        env={},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            told, _ = await child.communicate()
    except TimeoutError:
        told = b""
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode:
        logger.warning("the child that opened a picture ended with %s", child.returncode)
        return b""
    return told


def _cut(made: Sequence[Sequence[int]], content: bytes) -> list[Rendition]:
    renditions, start = [], 0
    for size, width, height, length in made:
        renditions.append(Rendition(size, width, height, content[start : start + length]))
        start += length
    return renditions
