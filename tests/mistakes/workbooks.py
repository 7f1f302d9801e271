"""Workbooks that Excel itself would write, with what people do to them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.mistakes.good import PRODUCTS, grid
from tests.mistakes.mistake import Mistake

GRID = grid(PRODUCTS)
PRICE = GRID[0].index("harga")
NAME = GRID[0].index("nama")


def _workbook(name: str, spoil: Callable[[Any, Any], object]) -> Callable[[Path], Path]:
    """Writes good products, then lets `spoil` loose on the book and its sheet."""

    def make(folder: Path) -> Path:
        path = folder / f"{name}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Produk")
            for at, row in enumerate(GRID):
                sheet.write_row(at, 0, row)
            spoil(book, sheet)
        return path

    return make


def _bare(name: str, fill: Callable[[Any], object]) -> Callable[[Path], Path]:
    """Writes a book of nothing but what `fill` puts there."""

    def make(folder: Path) -> Path:
        path = folder / f"{name}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            fill(book)
        return path

    return make


def _file(name: str, code: str, spoil: Callable[[Any, Any], object]) -> Mistake:
    return Mistake(name, "products", _workbook(name, spoil), "file", code)


def _bare_file(name: str, code: str, fill: Callable[[Any], object]) -> Mistake:
    return Mistake(name, "products", _bare(name, fill), "file", code)


def _row(name: str, code: str, spoil: Callable[[Any, Any], object]) -> Mistake:
    return Mistake(name, "products", _workbook(name, spoil), "row", code)


def _only_a_chart(book: Any) -> None:
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "={1,2,3}"})
    book.add_chartsheet().set_chart(chart)


def _chart_before_hidden_data(book: Any) -> None:
    _only_a_chart(book)
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, GRID[0])
    sheet.hide()


def _hidden(book: Any, sheet: Any) -> None:
    book.add_worksheet("Catatan").activate()
    sheet.hide()


def _shared_strings(book: Any, sheet: Any) -> None:
    for row in range(1, 300):
        for column in range(20):
            sheet.write_string(row, column, "x" * 30_000)


def _impossible_serial(book: Any, sheet: Any) -> None:
    sheet.write_number(2, PRICE, 99_999_999, book.add_format({"num_format": "yyyy-mm-dd"}))


WORKBOOK_FILES = [
    _bare_file("empty-workbook", "empty-sheet", lambda book: book.add_worksheet()),
    _bare_file("only-a-chart", "charts-only", _only_a_chart),
    _bare_file("hidden-behind-a-chart", "hidden-sheets", _chart_before_hidden_data),
    _file("all-with-content-hidden", "empty-sheet", _hidden),
    _file("merged-title", "bad-header", lambda _, sheet: sheet.merge_range(0, 0, 0, 21, "PRODUK")),
    _file("formula-as-name", "bad-header", lambda _, sheet: sheet.write_formula(0, 2, "=B1")),
    _file("long-name", "bad-header", lambda _, sheet: sheet.write(0, 2, "nama " * 100)),
    _file("same-name-twice", "duplicate-columns", lambda _, sheet: sheet.write(0, 3, "NAMA")),
    _file(
        "300-names",
        "too-many-columns",
        lambda _, sheet: sheet.write_row(0, 0, [f"k{number}" for number in range(300)]),
    ),
    _bare_file("names-only", "no-rows", lambda book: book.add_worksheet().write_row(0, 0, GRID[0])),
    _bare_file(
        "names-in-row-3",
        "no-header",
        lambda book: book.add_worksheet().write_row(2, 0, GRID[0]),
    ),
]
WORKBOOK_ROWS = [
    _row(
        "formula", "formula", lambda _, sheet: sheet.write_formula(2, PRICE, "=J2*2", None, 24004)
    ),
    _row(
        "array-formula",
        "formula",
        lambda _, sheet: sheet.write_array_formula(1, PRICE, 3, PRICE, "{=M2:M4*2}"),
    ),
    _row(
        "formula-to-another-file",
        "formula",
        lambda _, sheet: sheet.write_formula(2, PRICE, "='C:\\x\\[harga.xlsx]S'!A1", None, 5),
    ),
    _row(
        "merged-cells",
        "merged",
        lambda _, sheet: sheet.merge_range(1, NAME, 3, NAME, "Keripik (contoh)"),
    ),
    _row("date-beyond-time", "error-value", _impossible_serial),
    _row("number-too-long", "digits-lost", lambda _, sheet: sheet.write(2, NAME, 3319012345678901)),
    _row("huge-number", "digits-lost", lambda _, sheet: sheet.write(2, PRICE, 1e300)),
    _row("30000-letters", "too-long", lambda _, sheet: sheet.write(2, NAME, "x" * 30_000)),
    _row("the-same-30000-letters-6000-times", "too-long", _shared_strings),
    _row("bell-in-cell", "control-character", lambda _, sheet: sheet.write(2, NAME, "kopi\x07")),
    _row("bidi-in-cell", "control-character", lambda _, sheet: sheet.write(2, NAME, "a\u202eb")),
    _row("notes-beside-the-table", "extra-cell", lambda _, sheet: sheet.write(2, 16_383, "cek!")),
]
