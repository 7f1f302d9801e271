"""Tells what a file is by its first bytes, whatever it is called."""

import re
from pathlib import Path

from kernel.spreadsheets.refusals import UnreadableSheet

HEAD_BYTES = 8192
FEW = 8
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
MARKS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("pdf", re.compile(rb"\s*%PDF-")),
    (
        "picture",
        re.compile(
            rb"\x89PNG\r|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|BM....\0\0\0\0"
            rb"|....ftyp(?:heic|heix|mif1|avif)",
            re.DOTALL,
        ),
    ),
    ("archive", re.compile(rb"\x1f\x8b|Rar!\x1a|7z\xbc\xaf\x27\x1c|BZh[1-9]|\xfd7zXZ\0")),
    ("document", re.compile(rb"\{\\rtf")),
    (
        "html",
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?"
            rb"<(?:!doctype\s+html|html|head|meta|body|table|style)\b",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("xml", re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")),
)
UNTEXTUAL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c")) + b"\x7f"


def is_workbook(path: Path) -> bool:
    """True for a zip (an XLSX perhaps), False for text; anything else is refused by its name."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise UnreadableSheet.because("empty-file")
    if head.startswith(OLE):
        raise UnreadableSheet.because(_kind_of_ole(path))
    if head.startswith(ZIP):
        return True
    for code, mark in MARKS:
        if mark.match(head):
            raise UnreadableSheet.because(code)
    _refuse_binary(head)
    return False


def _kind_of_ole(path: Path) -> str:
    """Old Office files are OLE containers; their directory names what is inside, in UTF-16."""
    with path.open("rb") as file:
        content = file.read(50_000_000)
    streams = {"EncryptedPackage": "encrypted", "WordDocument": "document"}
    for stream, code in streams.items():
        if stream.encode("utf-16-le") in content:
            return code
    return "old-excel"


def _refuse_binary(head: bytes) -> None:
    if head.startswith(TEXT_MARKS):
        return
    untextual = len(head) - len(head.translate(None, UNTEXTUAL))
    nuls = head.count(0)
    if untextual - nuls > FEW + len(head) // 20:
        raise UnreadableSheet.because("binary")
    if nuls:
        raise UnreadableSheet.because("nul-bytes")
