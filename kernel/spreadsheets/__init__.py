"""Reads the CSV and XLSX files people upload, in a child process, the most a file can kill."""

from kernel.spreadsheets.reading import Sheet, opened, read_header, read_rows
from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.values import CellFault, Limits, Row

__all__ = [
    "CellFault",
    "Limits",
    "Row",
    "Sheet",
    "UnreadableSheet",
    "opened",
    "read_header",
    "read_rows",
]
