"""Writes spreadsheets row by row, whatever their number: as CSV, as XLSX, as JSON."""

import asyncio
import csv
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Literal

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from kernel.spreadsheets.formulas import harmless

Cell = str | int
Format = Literal["csv", "xlsx", "json"]
Record = Mapping[str, Cell]
Records = AsyncIterator[Sequence[Record]]
"""Chunks of records, each with a cell for every column."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
PIECE_BYTES = 1 << 16
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for the encoding of the country."""


async def csv_of(columns: Sequence[str], records: Records) -> AsyncIterator[bytes]:
    """A CSV in UTF-8, a chunk at a time; no cell is a formula."""
    yield BYTE_ORDER_MARK + _lines([dict(zip(columns, columns, strict=True))], columns)
    async for chunk in records:
        yield _lines(chunk, columns)


def _lines(records: Sequence[Record], columns: Sequence[str]) -> bytes:
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerows([_safe(record[column]) for column in columns] for record in records)
    return lines.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


async def xlsx_of(title: str, columns: Sequence[str], records: Records) -> AsyncIterator[bytes]:
    """An XLSX, written to disk first; every text is text, whatever it looks like."""
    with tempfile.TemporaryDirectory(prefix="pendopo-export-") as folder:
        path = Path(folder) / "export.xlsx"
        book = Workbook(write_only=True)
        sheet = book.create_sheet(title)
        sheet.append(list(columns))
        async for chunk in records:
            await asyncio.to_thread(_append, sheet, chunk, columns)
        await asyncio.to_thread(book.save, path)
        with path.open("rb") as file:
            while piece := file.read(PIECE_BYTES):
                yield piece


def _append(sheet: Any, records: Sequence[Record], columns: Sequence[str]) -> None:
    for record in records:
        cells = [WriteOnlyCell(sheet, value=_safe(record[column])) for column in columns]
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else "n"
        sheet.append(cells)


async def json_of(things: AsyncIterator[Sequence[Any]]) -> AsyncIterator[bytes]:
    """An array of things, a chunk at a time; whatever they are, they become JSON."""
    between = b"["
    async for chunk in things:
        for thing in chunk:
            yield between + orjson.dumps(thing)
            between = b",\n"
    yield b"[]" if between == b"[" else b"]"
