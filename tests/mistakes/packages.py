"""XLSX packages written by hand, as no program of good will writes them."""

import io
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.mistakes.good import PRODUCTS, grid, write_workbook
from tests.mistakes.mistake import Mistake

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET_KIND}.sharedStrings+xml"/>'
    "</Types>"
)
ROOT_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Produk" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
WORKBOOK_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
STRINGS = f'<sst xmlns="{MAIN}"><si><t>kode</t></si><si><t>nama</t></si></sst>'
NAMES = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
BILLION_LAUGHS = "<!DOCTYPE x [<!ENTITY a '{}'>{}]>".format(
    "ha" * 50,
    "".join(
        f"<!ENTITY {entity} '{f'&{former};' * 10}'>"
        for former, entity in zip("abcdefgh", "bcdefghi", strict=True)
    ),
)
MEGABYTE = 1 << 20


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """The XML of a sheet with these rows below a header of "kode" and "nama"."""
    return (
        f'{before}<worksheet xmlns="{MAIN}"><sheetData>{NAMES}{rows}</sheetData>{after}</worksheet>'
    )


def parts_with(**changed: str | bytes) -> dict[str, str | bytes]:
    """A sound package's parts, some of them (types, root, workbook, sheet, strings) changed."""
    parts: dict[str, str | bytes] = {
        "types": CONTENT_TYPES,
        "root": ROOT_RELATIONS,
        "workbook": WORKBOOK,
        "relations": WORKBOOK_RELATIONS,
        "sheet": sheet('<row r="2"><c r="A2"><v>1</v></c></row>'),
        "strings": STRINGS,
    }
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
    }
    return {names[key]: part for key, part in (parts | changed).items()}


def packed(parts: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """The parts as a zip."""
    held = io.BytesIO()
    with ZipFile(held, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def _writing(name: str, content: Callable[[], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"{name}.xlsx"
        path.write_bytes(content())
        return path

    return make


def _file(name: str, code: str, content: Callable[[], bytes]) -> Mistake:
    return Mistake(name, "products", _writing(name, content), "file", code)


def _row(name: str, code: str, **changed: str) -> Mistake:
    return Mistake(
        name, "products", _writing(name, lambda: packed(parts_with(**changed))), "row", code
    )


def _changed(name: str, code: str, **changed: str | bytes) -> Mistake:
    return _file(name, code, lambda: packed(parts_with(**changed)))


def _with_part(name: str, part: str | bytes) -> bytes:
    return packed({**parts_with(), name: part})


def _bomb() -> bytes:
    return _with_part("xl/media/image1.png", bytes(50 * MEGABYTE))


def _lying_bomb() -> bytes:
    """Says everywhere that its 50 MB are 100 bytes."""
    true_size, told_size = struct.pack("<L", 50 * MEGABYTE), struct.pack("<L", 100)
    return _bomb().replace(true_size, told_size)


def _bomb_within() -> bytes:
    return _with_part("xl/embeddings/book.xlsx", packed({"a": bytes(50 * MEGABYTE)}, ZIP_STORED))


def _many_small_bombs() -> bytes:
    return packed({**parts_with(), **{f"xl/media/{n}.png": bytes(MEGABYTE) for n in range(201)}})


def _many_parts() -> bytes:
    return packed({**parts_with(), **{f"xl/media/{number}.png": b"" for number in range(2_001)}})


def _good() -> bytes:
    return packed(parts_with())


def _locked() -> bytes:
    """Sets the flag of an encrypted part in all headers."""
    content = bytearray(_good())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _cut_short(folder: Path) -> Path:
    path = write_workbook(folder / "cut-short.xlsx", grid(PRODUCTS))
    path.write_bytes(path.read_bytes()[:-200])
    return path


def _bits_flipped(folder: Path) -> Path:
    path = write_workbook(folder / "bits-flipped.xlsx", grid(PRODUCTS))
    content = bytearray(path.read_bytes())
    for at in Random(7).sample(range(200, len(content) // 2), 50):
        content[at] ^= 0x55
    path.write_bytes(bytes(content))
    return path


PACKAGES = [
    _file("zip-bomb", "zip-bomb", _bomb),
    _file("zip-bomb-with-lying-sizes", "broken-zip", _lying_bomb),
    _file("zip-bomb-within", "zip-bomb", _bomb_within),
    _file("many-small-bombs", "too-much-data", _many_small_bombs),
    _file("many-parts", "too-heavy", _many_parts),
    _file("parts-locked", "encrypted", _locked),
    _file("packed-as-no-xlsx-is", "broken-zip", lambda: packed(parts_with(), ZIP_BZIP2)),
    Mistake("cut-short", "products", _cut_short, "file", "broken-zip"),
    Mistake("bits-flipped", "products", _bits_flipped, "file", "broken-zip"),
    _changed("billion-laughs", "forbidden-xml", strings=BILLION_LAUGHS + STRINGS),
    _changed("laughs-in-sheet", "forbidden-xml", sheet=sheet("", before=BILLION_LAUGHS)),
    _changed(
        "laughs-in-utf-16",
        "forbidden-xml",
        workbook=f'<?xml version="1.0" encoding="utf-16"?>{BILLION_LAUGHS}{WORKBOOK}'.encode(
            "utf-16"
        ),
    ),
    _changed(
        "file-of-the-server",
        "forbidden-xml",
        strings='<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]>'
        + STRINGS.replace("nama", "&p;"),
    ),
    _changed("no-sheets", "no-sheet", workbook=f'<workbook xmlns="{MAIN}"><sheets/></workbook>'),
    _changed(
        "sheet-elsewhere", "no-sheet", relations=WORKBOOK_RELATIONS.replace("sheet1", "sheet7")
    ),
    _changed("strings-missing", "broken-workbook", strings=f'<sst xmlns="{MAIN}"/>'),
    _changed("sheet-not-xml", "broken-workbook", sheet="kode,nama"),
    _changed("sheet-cut-short", "broken-workbook", sheet=sheet("")[:-15]),
    _changed(
        "number-that-is-none", "broken-workbook", sheet=sheet('<row r="2"><c><v>x</v></c></row>')
    ),
    _changed(
        "row-beyond-excel",
        "broken-workbook",
        sheet=sheet('<row r="99999999999"><c><v>1</v></c></row>'),
    ),
    _changed("no-workbook", "broken-workbook", types=f'<Types xmlns="{PACKAGE}/content-types"/>'),
    _changed(
        "nested-100000-deep", "broken-workbook", sheet=sheet("<a>" * 100_000 + "</a>" * 99_999)
    ),
    _row("error-value", "error-value", sheet=sheet('<row r="2"><c t="e"><v>#REF!</v></c></row>')),
    _row("no-finite-number", "digits-lost", sheet=sheet('<row r="2"><c><v>1e999</v></c></row>')),
    _row(
        "20000-merges-of-everything",
        "merged",
        sheet=sheet(
            '<row r="2"><c><v>1</v></c></row>',
            after="<mergeCells>" + '<mergeCell ref="A2:XFD1048576"/>' * 20_000 + "</mergeCells>",
        ),
    ),
]
