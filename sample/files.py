"""Writes spreadsheets row by row, with the same bytes whenever the rows are the same."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import xlsxwriter

from sample.sheets import Cell, Record, Sheet

Form = Literal["xlsx", "csv"]
Rows = Iterable[list[Cell]]

WRITTEN_AT = datetime(2022, 7, 26, tzinfo=UTC)


def write_sheet(sheet: Sheet[Record], records: Iterable[Record], folder: Path, form: Form) -> Path:
    """Writes the header and a row per record into the folder; the file is named by the sheet."""
    path = folder / f"{sheet.name}.{form}"
    rows = (sheet.row(record) for record in records)
    write = _write_xlsx if form == "xlsx" else _write_csv
    write(path, list(sheet.columns), rows)
    return path


def _write_csv(path: Path, header: list[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_xlsx(path: Path, header: list[str], rows: Rows) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": WRITTEN_AT})
        worksheet = workbook.add_worksheet(path.stem)
        worksheet.freeze_panes(1, 0)
        worksheet.write_row(0, 0, header, workbook.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            _write_row(worksheet, number, row)


def _write_row(worksheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int):
            worksheet.write_number(number, column, cell)
        elif cell:
            worksheet.write_string(number, column, cell)
