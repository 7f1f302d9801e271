"""Reads rows of the first visible sheet with content in an XLSX."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from kernel.spreadsheets.archive import check_archive
from kernel.spreadsheets.merges import MergedCells
from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.sheet import SheetParser
from kernel.spreadsheets.table import RawRow
from kernel.spreadsheets.values import Limits

SHORT_BYTES = 100
KINDS = {
    "xl/workbook.bin": "excel-binary",
    "word/document.xml": "document",
    "ppt/presentation.xml": "document",
}


def workbook_rows(path: Path, limits: Limits) -> Iterator[RawRow]:
    """The rows that are not empty, in order; refuses an archive that is none or not safe to read.

    Once the archive is checked, whatever openpyxl raises means that the content breaks the format.
    """
    try:
        with ZipFile(path) as archive:
            _refuse_other_kinds(archive)
            check_archive(archive, limits)
    except BadZipFile as error:
        raise UnreadableSheet.because("broken-zip") from error
    try:
        yield from _sheet_rows(path)
    except (UnreadableSheet, MemoryError):
        raise
    except Exception as error:
        raise UnreadableSheet.because("broken-workbook") from error


def _refuse_other_kinds(archive: ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names:
        kind = archive.open("mimetype").read(SHORT_BYTES)
        raise UnreadableSheet.because("open-document" if b"spreadsheet" in kind else "document")
    for name, code in KINDS.items():
        if name in names:
            raise UnreadableSheet.because(code)
    if "[Content_Types].xml" not in names:
        raise UnreadableSheet.because("archive")


def _sheet_rows(path: Path) -> Iterator[RawRow]:
    book = load_workbook(path, read_only=True, keep_links=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise UnreadableSheet.because(_why_nothing_shows(book))
    for sheet in visible:
        rows = SheetParser(sheet).raw_rows()
        first = next(rows, None)
        if first is not None:
            merged = MergedCells.of(sheet._get_source())
            return (merged.marked(row) for row in chain([first], rows))
    raise UnreadableSheet.because("empty-sheet")


def _why_nothing_shows(book: Any) -> str:
    if book.worksheets:
        return "hidden-sheets"
    return "charts-only" if book.chartsheets else "no-sheet"
