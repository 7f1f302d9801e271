"""The ledger as a spreadsheet, without anybody's personal data and safe to open."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from services.matching.deals.model import Deal, Side, Step

Cell = str | int

HEADER = (
    "kode",
    "peserta",
    "pembeli",
    "barang",
    "langkah",
    "urutan",
    "keadaan",
    "satuan",
    "nilai_pembeli",
    "volume_pembeli",
    "tanggal_pembeli",
    "nilai_peserta",
    "volume_peserta",
    "tanggal_peserta",
    "contoh",
)
STEPS = {"sample": "contoh barang", "trial": "uji coba", "contract": "kontrak", "repeat": "ulang"}
STATES = {"confirmed": "dipastikan", "one-sided": "sepihak", "disagreed": "berbeda"}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows_of(deal: Deal) -> Iterator[tuple[Cell, ...]]:
    """A row a step, by `HEADER`; what a side did not say is empty."""
    for position, step in enumerate(deal.steps, 1):
        yield (
            deal.code,
            harmless(deal.exhibitor_name),
            harmless(deal.buyer_name),
            harmless(deal.title),
            STEPS[step.kind],
            position,
            STATES[step.state],
            deal.unit,
            *_said(step, "buyer"),
            *_said(step, "exhibitor"),
            "ya" if deal.is_sample else "tidak",
        )


def _said(step: Step, side: Side) -> tuple[Cell, Cell, Cell]:
    said = step.said_by(side)
    return (said.value, said.volume, said.day.isoformat()) if said else ("", "", "")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def csv_line(row: Sequence[Cell]) -> bytes:
    """A line of CSV in UTF-8."""
    line = StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue().encode()


def workbook(rows: Iterable[Sequence[Cell]]) -> bytes:
    """An XLSX file with the header and these rows; every text is text, whatever it looks like."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("kesepakatan")
    for row in (HEADER, *rows):
        cells = [WriteOnlyCell(sheet, value=value) for value in row]
        for cell, value in zip(cells, row, strict=True):
            cell.data_type = "s" if isinstance(value, str) else "n"
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
