"""Reads rows of delimited text: CSV as Excel writes it in any of its languages."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.table import Cell, RawRow
from kernel.spreadsheets.values import Limits

DELIMITERS = ",;\t|"
FOREIGN_DELIMITERS = ":~^¦"
CHUNK_BYTES = 1 << 20
SAMPLE_CHARACTERS = 1 << 18
FIELD_CHARACTERS = 1 << 22


def text_rows(path: Path, limits: Limits) -> Iterator[RawRow]:
    """The rows of the file that are not empty, in order; refuses text that cannot be one table."""
    if path.stat().st_size > limits.file_bytes:
        raise UnreadableSheet.because("too-much-data", limit=limits.file_bytes // 1_000_000)
    csv.field_size_limit(FIELD_CHARACTERS)
    with path.open(encoding=_encoding(path), newline="") as file:
        delimiter = _delimiter(file.read(SAMPLE_CHARACTERS))
        file.seek(0)
        if not _names_its_delimiter(file.readline()):
            file.seek(0)
        records = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
        yield from _rows(records, delimiter)


def _rows(records: Iterator[list[str]], delimiter: str) -> Iterator[RawRow]:
    number = width = 0
    try:
        for number, record in enumerate(records, 1):
            width = width or len(record)
            if _is_split_otherwise(record, width, delimiter):
                yield RawRow(number, {0: Cell(record[0], "other-delimiter")})
            elif cells := {at: Cell(t) for at, text in enumerate(record) if (t := text.strip())}:
                yield RawRow(number, cells)
    except csv.Error as error:
        raise UnreadableSheet.because("unbalanced-quotes", row=number + 1) from error


def _is_split_otherwise(record: list[str], width: int, delimiter: str) -> bool:
    """True for a row in which the whole line is one cell, because another sign separates it."""
    if width < 2 or len(record) != 1:
        return False
    others = DELIMITERS.replace(delimiter, "")
    return any(record[0].count(other) >= width - 1 for other in others)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(3)
    if start.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise UnreadableSheet.because("undecodable")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK_BYTES):
                if b"\0" in chunk and encoding != "utf-16":
                    raise UnreadableSheet.because("nul-bytes")
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _names_its_delimiter(line: str) -> bool:
    """True for the line "sep=;" that Excel obeys and does not show."""
    return line.lower().startswith("sep=") and len(line.strip()) == len("sep=;")


def _delimiter(sample: str) -> str:
    """The sign that splits the header into most columns, unless the file names it."""
    first = sample.partition("\n")[0]
    if _names_its_delimiter(first) and first[4] in DELIMITERS:
        return first[4]
    widths = {delimiter: _header_width(sample, delimiter) for delimiter in DELIMITERS}
    best = max(widths, key=lambda delimiter: widths[delimiter])
    if widths[best] == 1 and any(sign in first for sign in FOREIGN_DELIMITERS):
        raise UnreadableSheet.because("unknown-delimiter")
    return best


def _header_width(sample: str, delimiter: str) -> int:
    lines = io.StringIO(sample, newline="")
    return len(next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), []))
