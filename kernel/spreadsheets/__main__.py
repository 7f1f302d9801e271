"""The child: writes what a spreadsheet holds to stdout, one JSON array a line.

`["columns", [name, …]]`, then `["row", number, {name: text}, [[column, code, …], …]]` for each
row, then `["end"]`; or, at any point and as the last line, `["refused", code, detail, detail_en,
cause]`.
"""

import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import orjson

from kernel.confinement import confine
from kernel.spreadsheets.contents import is_workbook
from kernel.spreadsheets.delimited import text_rows
from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.table import RawRow, read_columns, read_table
from kernel.spreadsheets.values import Limits

CAUSE_CHARACTERS = 300


def main(path: str, limits: str = "{}", parent: str = "") -> None:
    """Confines this process, then tells all of the file or why not."""
    bounds = Limits(**orjson.loads(limits))
    confine(bounds.memory_bytes, bounds.cpu_seconds, int(parent or os.getppid()))
    warnings.simplefilter("ignore")
    try:
        _tell_all(Path(path), bounds)
    except UnreadableSheet as refusal:
        cause = repr(refusal.__cause__)[:CAUSE_CHARACTERS] if refusal.__cause__ else ""
        _tell("refused", refusal.code, refusal.detail, refusal.detail_en, cause)
    sys.stdout.flush()


def _tell_all(path: Path, limits: Limits) -> None:
    rows = _raw_rows(path, limits)
    columns = read_columns(rows, limits)
    _tell("columns", list(columns.values()))
    for row in read_table(columns, rows, limits):
        _tell("row", row.number, row.cells, [astuple(fault) for fault in row.faults])
    _tell("end")


def _raw_rows(path: Path, limits: Limits) -> Iterator[RawRow]:
    if not is_workbook(path):
        return text_rows(path, limits)
    from kernel.spreadsheets.workbook import workbook_rows  # takes 0.2 s

    return workbook_rows(path, limits)


def _tell(*message: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(message, option=orjson.OPT_APPEND_NEWLINE))


main(*sys.argv[1:])
