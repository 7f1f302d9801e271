"""Reads rows of the first visible sheet with content in an XLSX."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

from kernel.spreadsheets.archive import DAMAGE, check_archive
from kernel.spreadsheets.book import Book
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
            check_archive(archive, limits)
            _refuse_other_kinds(archive)
    except DAMAGE as error:
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
    book = Book(path)
    visible = [part for part, state in book.sheets() if state == "visible"]
    if not visible:
        raise UnreadableSheet.because(book.why_nothing_shows())
    for part in visible:
        rows = SheetParser(book, part).raw_rows()
        first = next(rows, None)
        if first is not None:
            merged = MergedCells.of(book.archive.open(part))
            return (merged.marked(row) for row in chain([first], rows))
    raise UnreadableSheet.because("empty-sheet")
