"""Unpacks a zip once for nothing, to know that reading it in earnest is safe."""

import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kernel.spreadsheets.refusals import UnreadableSheet
from kernel.spreadsheets.values import Limits

# What zipfile raises for a damaged archive, on opening it and on reading on.
DAMAGE = (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, zlib.error)
CHUNK_BYTES = 1 << 16
SMALL_BYTES = 1 << 20
ENCRYPTED_FLAG = 1


class _Forbidden(Exception):
    """A sign from within the XML parser: a document type declaration began."""


def check_archive(archive: ZipFile, limits: Limits) -> None:
    """Unpacks every part and refuses what is locked, cut short, a bomb, or carries a DTD.

    What the zip says about sizes is not believed: bytes are counted as they come out. Raises one
    of DAMAGE where it cannot be unpacked.
    """
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise UnreadableSheet.because("too-heavy")
    budget = limits.file_bytes
    for part in parts:
        budget -= _check_part(archive, part, budget, limits)


def _check_part(archive: ZipFile, part: ZipInfo, budget: int, limits: Limits) -> int:
    if part.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableSheet.because("encrypted")
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise UnreadableSheet.because("broken-zip")
    most = max(SMALL_BYTES, part.compress_size * limits.packing_ratio)
    size = 0
    parser: expat.XMLParserType | None = _doctype_finder()
    for chunk in _chunks(archive, part):
        size += len(chunk)
        if size > most:
            raise UnreadableSheet.because("zip-bomb", part=_named(part), limit=limits.packing_ratio)
        if size > budget:
            raise UnreadableSheet.because("too-much-data", limit=limits.file_bytes // 1_000_000)
        parser = _without_doctype(parser, chunk, part)
    return size


def _chunks(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _doctype_finder() -> expat.XMLParserType:
    def forbid(*_: Any) -> None:
        raise _Forbidden

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = forbid
    return parser


def _without_doctype(
    parser: expat.XMLParserType | None, chunk: bytes, part: ZipInfo
) -> expat.XMLParserType | None:
    """Goes on looking for a DTD; None once the part proves not to be XML, which no one will parse.

    Every part is looked at, whatever its name, because a workbook may call any part a sheet.
    """
    if parser is None:
        return None
    try:
        parser.Parse(chunk)
    except _Forbidden:
        raise UnreadableSheet.because("forbidden-xml", part=_named(part)) from None
    except expat.ExpatError:
        return None
    except (LookupError, ValueError):  # an encoding that Python lacks or expat cannot use
        raise UnreadableSheet.because("broken-workbook") from None
    return parser


def _named(part: ZipInfo) -> str:
    return part.filename[:100].encode("ascii", "replace").decode()
