"""Files of another kind, under a spreadsheet's name."""

from collections.abc import Callable
from pathlib import Path

from tests.mistakes.mistake import Mistake
from tests.mistakes.packages import packed, parts_with

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
HTML = "<html><body><table><tr><td>kode</td></tr></table></body></html>"
SPREADSHEET_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)


def _ole(stream: str) -> bytes:
    return OLE + "Root Entry".encode("utf-16-le").ljust(128, b"\0") + stream.encode("utf-16-le")


def _named(filename: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / filename
        path.write_bytes(content)
        return path

    return make


def _file(filename: str, code: str, content: bytes) -> Mistake:
    return Mistake(filename, "products", _named(filename, content), "file", code)


STRANGERS = [
    _file("old.xls", "old-excel", _ole("Workbook")),
    _file("old-named-new.xlsx", "old-excel", _ole("Book")),
    _file("with-password.xlsx", "encrypted", _ole("EncryptedPackage")),
    _file("letter.xls", "document", _ole("WordDocument")),
    _file("libreoffice.ods", "open-document", packed({"mimetype": ODS, "content.xml": "<a/>"})),
    _file("libreoffice-letter.xlsx", "document", packed({"mimetype": "application/x-odt"})),
    _file("binary.xlsb", "excel-binary", packed({"xl/workbook.bin": b"\x83\x01"})),
    _file("word.xlsx", "document", packed({"word/document.xml": "<a/>"})),
    _file("slides.xlsx", "document", packed({"ppt/presentation.xml": "<a/>"})),
    _file("bundle.xlsx", "archive", packed({"produk.xlsx": packed(parts_with())})),
    _file("nothing-in-it.xlsx", "archive", packed({})),
    _file("gzip.csv", "archive", b"\x1f\x8b\x08\0" + bytes(100)),
    _file("seven.csv", "archive", b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    _file("paper.csv", "pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
    _file("scan.xlsx", "picture", b"\x89PNG\r\n\x1a\n" + bytes(100)),
    _file("photo.csv", "picture", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(100)),
    _file("page.xls", "html", HTML.encode()),
    _file("page-with-declaration.xls", "html", f'<?xml version="1.0"?>\n{HTML}'.encode()),
    _file("from-2003.xls", "xml", SPREADSHEET_2003.encode()),
    _file("letter.rtf", "document", b"{\\rtf1\\ansi kode}"),
]
