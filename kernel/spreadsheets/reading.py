"""The parent's side: starts a child for a file and hands on the rows it tells."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.values import STANDARD, CellFault, Limits, Row

ROOT = Path(__file__).parents[2]
PIECE_BYTES = 1 << 16
LONGEST_LINE_BYTES = 1 << 24

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet being read: its normalised column names, and its rows, to be read once."""

    columns: tuple[str, ...]
    rows: AsyncIterator[Row]


@asynccontextmanager
async def opened(path: Path, filename: str, limits: Limits = STANDARD) -> AsyncIterator[Sheet]:
    """Reads the file in a child process that ends with this context.

    `filename` is what its owner calls the file; what it is, is told by its content. Raises
    UnreadableSheet on entering, or later from the rows. Little is held in memory: the child waits
    while no rows are asked for.
    """
    child = await _start(path, limits)
    try:
        async with aclosing(_messages(child, limits, filename)) as messages:
            _, columns = await anext(messages)
            async with aclosing(_rows(messages)) as rows:
                yield Sheet(tuple(columns), rows)
    finally:
        await _stop(child)


async def read_rows(
    path: Path, filename: str, limits: Limits = STANDARD
) -> AsyncGenerator[Row, None]:
    """The rows of the file that are not empty; raises UnreadableSheet at any of them.

    Who may stop early closes it (`contextlib.aclosing`): the child ends with it.
    """
    async with opened(path, filename, limits) as sheet:
        async for row in sheet.rows:
            yield row


async def read_header(path: Path, filename: str, limits: Limits = STANDARD) -> tuple[str, ...]:
    """The normalised column names, without the rows; raises UnreadableSheet."""
    async with opened(path, filename, limits) as sheet:
        return sheet.columns


async def _start(path: Path, limits: Limits) -> Process:
    return await asyncio.create_subprocess_exec(
        *_command(path, limits),
        cwd=ROOT,
        env={},
        stdin=DEVNULL,
        stdout=PIPE,
        limit=PIECE_BYTES,
    )


def _command(path: Path, limits: Limits) -> list[str]:
    bounds = orjson.dumps(asdict(limits)).decode()
    program = [sys.executable, "-m", "kernel.spreadsheets"]
    return [*program, str(path.resolve()), bounds, str(os.getpid())]


async def _stop(child: Process) -> None:
    if child.returncode is None:
        child.kill()
    await child.communicate()


async def _rows(messages: AsyncIterator[list[Any]]) -> AsyncGenerator[Row, None]:
    async for _, number, cells, faults in messages:
        yield Row(number, cells, tuple(CellFault(*fault) for fault in faults))


async def _messages(
    child: Process, limits: Limits, filename: str
) -> AsyncGenerator[list[Any], None]:
    """What the child tells until its last word; one that says none was killed by the file."""
    async for line in _lines(child, limits):
        match orjson.loads(line):
            case ["end"]:
                return
            case ["refused", code, detail, detail_en, cause]:
                logger.info("a spreadsheet was refused as %s: %s", code, cause)
                raise UnreadableSheet(detail, detail_en, code=code, filename=filename)
            case message:
                yield message
    await _stop(child)
    logger.warning("the reader of a spreadsheet ended with %s", child.returncode)
    raise UnreadableSheet.because("too-heavy", filename=filename)


async def _lines(child: Process, limits: Limits) -> AsyncIterator[bytes]:
    rest = b""
    while len(rest) < LONGEST_LINE_BYTES and (piece := await _piece(child, limits)):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line


async def _piece(child: Process, limits: Limits) -> bytes:
    """The next bytes; none at the end, and none after a silence too long to be reading."""
    if child.stdout is None:
        return b""
    try:
        async with asyncio.timeout(limits.silence_seconds):
            return await child.stdout.read(PIECE_BYTES)
    except TimeoutError:
        return b""
