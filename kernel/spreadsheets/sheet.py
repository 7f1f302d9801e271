"""Reads the cells of one XLSX sheet as text."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from kernel.spreadsheets.book import Book
from kernel.spreadsheets.table import Cell, RawRow

EXCEL_ROWS = 1_048_576
EXACT_BELOW = 10**15
ESCAPED_CONTROL = re.compile("_x00([01][0-9A-Fa-f])_")
LIKE_THOUSANDS = re.compile(r"-?\d{1,3}\.\d{3}")


class SheetParser(WorkSheetParser):  # type: ignore[misc]  # openpyxl carries no types
    """openpyxl's parser of cells, fed row by row.

    openpyxl's own read-only rows are as wide and as many as a sheet claims to be; these are only
    what is there. Of a formula it is enough to know that there is one. What is parsed has no DTD:
    `check_archive` refuses a file with one.
    """

    def __init__(self, book: Book, part: str) -> None:
        super().__init__(
            book.archive.open(part),
            book.shared_strings,
            epoch=book.wb.epoch,
            date_formats=book.wb._date_formats,
            timedelta_formats=book.wb._timedelta_formats,
        )

    def raw_rows(self) -> Iterator[RawRow]:
        """The rows that are not empty; raises ValueError where a sheet breaks the format."""
        for _, element in iterparse(self.source):
            if element.tag == DATA_TAG:
                return
            if element.tag == ROW_TAG:
                number, cells = self.parse_row(element)
                element.clear()
                self.row_dimensions.clear()
                if number > EXCEL_ROWS:
                    raise ValueError(number)
                if texts := {c["column"] - 1: cell for c in cells if (cell := _cell(c)).text}:
                    yield RawRow(number, texts)

    def parse_formula(self, element: Any) -> str:
        """The text of a formula as it stands."""
        return "=" + (element.findtext("{*}f") or "")


def _cell(found: dict[str, Any]) -> Cell:
    value, kind = found["value"], found["data_type"]
    if kind == "e":
        return Cell(str(value or ""), "error-value")
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        return Cell(number_text(value), None if abs(value) < EXACT_BELOW else "digits-lost")
    return Cell(_text(value))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ya" if value else "tidak"
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
    return ESCAPED_CONTROL.sub(lambda found: chr(int(found[1], 16)), str(value)).strip()


def number_text(value: float) -> str:
    """A number with the 15 digits that Excel shows, no exponent and no needless zeros.

    Three decimals get a zero all the same: "1.125" would be read as 1125 in Indonesian.
    """
    text = format(Decimal(format(value, ".15g")), "f")
    return f"{text}0" if LIKE_THOUSANDS.fullmatch(text) else text
