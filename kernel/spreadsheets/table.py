"""Turns numbered rows of cells, wherever they come from, into named columns and rows of text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kernel.spreadsheets.faults import cell_fault
from kernel.spreadsheets.formulas import meant
from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.values import CellFault, Limits, Row

HEADER_CHARACTERS = 200
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Cell(NamedTuple):
    """The trimmed text of a cell, and the code of its fault if the file already shows one."""

    text: str
    fault: str | None = None


class RawRow(NamedTuple):
    """A row as a file gives it: its number, and its cells that are not empty by column from 0."""

    number: int
    cells: Mapping[int, Cell]


Columns = dict[int, str]


def read_columns(rows: Iterator[RawRow], limits: Limits) -> Columns:
    """The normalised names in row 1 by column; refuses a header that would mislead."""
    first = next(rows, None)
    if first is None:
        raise UnreadableSheet.because("empty-file")
    if first.number != 1:
        raise UnreadableSheet.because("no-header")
    if len(first.cells) > limits.columns:
        raise UnreadableSheet.because(
            "too-many-columns", found=len(first.cells), limit=limits.columns
        )
    columns: Columns = {}
    for at, cell in sorted(first.cells.items()):
        columns[at] = _column_name(at, cell)
    _refuse_duplicates(columns)
    return columns


def read_table(columns: Columns, rows: Iterator[RawRow], limits: Limits) -> Iterator[Row]:
    """The rows below the header; refuses a sheet with none of them, or with too many."""
    count = 0
    for count, raw in enumerate(rows, 1):
        if count > limits.rows:
            raise UnreadableSheet.because("too-many-rows", limit=limits.rows)
        yield _row(raw, columns, limits)
    if count == 0:
        raise UnreadableSheet.because("no-rows")


def _row(raw: RawRow, columns: Columns, limits: Limits) -> Row:
    cells: dict[str, str] = {}
    faults: list[CellFault] = []
    for at in sorted(raw.cells.keys() & columns.keys()):
        text = raw.cells[at].text
        code = _fault_in(raw.cells[at], limits.cell_characters)
        if code is None:
            cells[columns[at]] = meant(text)
        else:
            faults.append(cell_fault(code, columns[at], text, limits.cell_characters))
    faults += _fault_of_extra_cells(raw, columns, limits)
    return Row(raw.number, cells, tuple(faults))


def _fault_of_extra_cells(raw: RawRow, columns: Columns, limits: Limits) -> list[CellFault]:
    """One fault for the first of however many cells that stand under no column name."""
    extra = [at for at in raw.cells.keys() - columns.keys() if raw.cells[at].text]
    if not extra:
        return []
    first = min(extra)
    text = raw.cells[first].text
    return [cell_fault("extra-cell", column_letter(first), text, limits.cell_characters)]


def _fault_in(cell: Cell, most: int) -> str | None:
    text = cell.text
    if cell.fault is not None:
        return cell.fault
    if len(text) > most:
        return "too-long"
    if text.startswith("="):
        return "formula"
    if not text.isprintable() and CONTROL.search(text):
        return "control-character"
    if not text.isascii() and _is_mojibake(text):
        return "mojibake"
    return None


def _is_mojibake(text: str) -> bool:
    """True for UTF-8 that was read as Windows-1252 on its way ("Ã©"), and for lost letters."""
    if "�" in text:
        return True
    try:
        text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _column_name(at: int, cell: Cell) -> str:
    code = _fault_in(cell, HEADER_CHARACTERS)
    if code is None:
        return normalised(cell.text)
    fault = cell_fault(code, column_letter(at), cell.text, HEADER_CHARACTERS)
    raise UnreadableSheet.because(
        "bad-header", letter=fault.column, fault=fault.message, fault_en=fault.message_en
    )


def normalised(name: str) -> str:
    """A header name as programs use it: "Harga  Satuan" becomes "harga_satuan"."""
    return "_".join(unicodedata.normalize("NFC", name).lower().split())


def _refuse_duplicates(columns: Columns) -> None:
    places: dict[str, int] = {}
    for at, name in columns.items():
        first = places.setdefault(name, at)
        if first != at:
            raise UnreadableSheet.because(
                "duplicate-columns",
                name=name,
                first=column_letter(first),
                second=column_letter(at),
            )


def column_letter(at: int) -> str:
    """The letters over a column, counted from 0: A … Z, AA …"""
    more, last = divmod(at, 26)
    return (column_letter(more - 1) if more else "") + chr(ord("A") + last)
