"""What is read from good spreadsheets, however they were made."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from kernel.spreadsheets import CellFault, Limits, Row, UnreadableSheet, read_header, read_rows
from tests.mistakes.packages import packed, parts_with, sheet

TABLE = "Kode;Nama Barang;Harga\nA;Kopi «Élite»;12000\n\nB;Teh;9500\n"
ROWS = [
    Row(2, {"kode": "A", "nama_barang": "Kopi «Élite»", "harga": "12000"}),
    Row(4, {"kode": "B", "nama_barang": "Teh", "harga": "9500"}),
]


async def _read(path: Path, limits: Limits | None = None) -> list[Row]:
    return [row async for row in read_rows(path, path.name, limits or Limits())]


def _book(path: Path, fill: Callable[[Any, Any], object]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        table = book.add_worksheet("Produk")
        table.write_row(0, 0, ["kode", "nilai", "lain"])
        fill(book, table)
    return path


async def _value(path: Path, fill: Callable[[Any, Any], object]) -> str:
    [row] = await _read(_book(path / "book.xlsx", fill))
    return row.cells["nilai"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TABLE.encode(), id="semicolons"),
        pytest.param(TABLE.replace(";", ",").encode(), id="commas"),
        pytest.param(TABLE.replace(";", "\t").encode(), id="tabs"),
        pytest.param(TABLE.replace(";", "|").encode(), id="bars"),
        pytest.param(TABLE.encode("utf-8-sig"), id="utf-8 with a mark"),
        pytest.param(TABLE.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + TABLE.encode("utf-16-be"), id="utf-16 of old Macs"),
        pytest.param(TABLE.encode("cp1252"), id="Windows-1252"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(TABLE.replace("\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(f"sep=;\n{TABLE}".encode(), id="delimiter named"),
        pytest.param(TABLE.replace("Kopi «Élite»", '" Kopi «Élite» "').encode(), id="blanks"),
        pytest.param(TABLE.replace("Teh;", ' "Teh";').encode(), id="a blank before a quote"),
        pytest.param(TABLE.replace("\n", ";;;\n").encode(), id="empty cells at the end"),
        pytest.param(TABLE.rstrip().encode(), id="no last line end"),
    ],
)
async def test_text_is_read_however_it_was_saved(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "produk.csv"
    path.write_bytes(content)

    assert await _read(path) == ROWS


async def test_a_cell_of_several_lines_is_one_row_as_excel_counts(tmp_path: Path) -> None:
    path = tmp_path / "produk.csv"
    path.write_text('kode,catatan\nA,"satu\ndua ""tiga"""\nB,empat\n')

    assert await _read(path) == [
        Row(2, {"kode": "A", "catatan": 'satu\ndua "tiga"'}),
        Row(3, {"kode": "B", "catatan": "empat"}),
    ]


async def test_a_table_may_have_one_column(tmp_path: Path) -> None:
    path = tmp_path / "kode.csv"
    path.write_text("kode\nA\nB\n")

    assert [row.cells for row in await _read(path)] == [{"kode": "A"}, {"kode": "B"}]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12000, "12000"),
        (12000.0, "12000"),
        (-5, "-5"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (123456789012345, "123456789012345"),
        (1.125, "1.1250"),
        (12500.125, "12500.125"),
        (True, "ya"),
        (False, "tidak"),
        ("  kopi\n", "kopi"),
        ("0012", "0012"),
        ("a\rb", "a\rb"),
    ],
)
async def test_a_cell_of_a_workbook_becomes_the_text_one_would_type(
    cell: object, text: str, tmp_path: Path
) -> None:
    assert await _value(tmp_path, lambda _, table: table.write(1, 1, cell)) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (date(2026, 12, 31), "2026-12-31"),
        (
            datetime(2026, 12, 31, 8, 30),  # noqa: DTZ001  Excel knows no zones
            "2026-12-31T08:30:00",
        ),
        (time(8, 30), "08:30:00"),
    ],
)
@pytest.mark.parametrize("epoch_1904", [False, True])
async def test_a_date_becomes_iso_whatever_the_epoch_of_the_book(
    moment: date, text: str, epoch_1904: bool, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx", {"date_1904": epoch_1904}) as book:
        shape = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        table = book.add_worksheet()
        table.write_row(0, 0, ["kode", "nilai"])
        table.write_datetime(1, 1, moment, shape)

    [row] = await _read(tmp_path / "book.xlsx")

    assert row.cells == {"nilai": text}


async def test_what_counts_is_the_content_and_not_the_name(tmp_path: Path) -> None:
    path = _book(tmp_path / "unggahan.csv", lambda _, table: table.write_row(1, 0, ["A", 5]))

    assert await _read(path) == [Row(2, {"kode": "A", "nilai": "5"})]


async def test_the_first_visible_sheet_with_content_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        hidden, empty, table, last = (book.add_worksheet(name) for name in "abcd")
        table.activate()
        table.set_first_sheet()
        for at, page in enumerate((hidden, table, last)):
            page.write_column(0, 0, ["kode", f"dari {at}"])
        empty.set_column(0, 5, 20)
        hidden.hide()

    assert [row.cells for row in await _read(tmp_path / "book.xlsx")] == [{"kode": "dari 1"}]


async def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(tmp_path: Path) -> None:
    lie = '<dimension ref="A1:XFD1048576"/><sheetData>'
    table = sheet('<row r="1048576"><c r="A1048576"><v>7</v></c></row>')
    path = tmp_path / "book.xlsx"
    path.write_bytes(packed(parts_with(sheet=table.replace("<sheetData>", lie))))

    assert await _read(path) == [Row(1_048_576, {"kode": "7"})]


async def test_formatting_without_content_is_no_row_and_no_column(tmp_path: Path) -> None:
    def paint(book: Any, table: Any) -> None:
        bold = book.add_format({"bold": True})
        table.write_row(2, 0, ["A", 5])
        for row in range(5, 10):
            table.write_blank(row, 0, None, bold)
            table.write_blank(row, 16_383, None, bold)

    path = _book(tmp_path / "book.xlsx", paint)

    assert await _read(path) == [Row(3, {"kode": "A", "nilai": "5"})]


async def test_a_workbook_streamed_by_another_program_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    table = book.create_sheet("Produk")
    table.append(["Kode", "Selesai"])
    table.append(["A", date(2027, 5, 1)])
    book.save(tmp_path / "book.xlsx")

    assert await _read(tmp_path / "book.xlsx") == [Row(2, {"kode": "A", "selesai": "2027-05-01"})]


async def test_every_row_of_merged_cells_is_told(tmp_path: Path) -> None:
    def merge(_: Any, table: Any) -> None:
        for row in range(1, 5):
            table.write_row(row, 0, [f"K{row}", row])
        table.merge_range(1, 1, 3, 1, 5)

    rows = await _read(_book(tmp_path / "book.xlsx", merge))

    assert [[(f.column, f.code) for f in row.faults] for row in rows] == [
        [("nilai", "merged")],
        [("nilai", "merged")],
        [("nilai", "merged")],
        [],
    ]
    assert [row.cells for row in rows] == [
        {"kode": "K1"},
        {"kode": "K2"},
        {"kode": "K3"},
        {"kode": "K4", "nilai": "4"},
    ]


async def test_a_fault_names_the_column_and_says_in_two_languages_what_to_do(
    tmp_path: Path,
) -> None:
    path = _book(
        tmp_path / "book.xlsx", lambda _, table: table.write_formula(1, 1, "=A1*2", None, 24)
    )

    [row] = await _read(path)

    assert row.faults == (
        CellFault(
            "nilai",
            "formula",
            "Sel berisi rumus; salin lalu tempel sebagai nilai.",
            "The cell holds a formula; copy it and paste it as a value.",
            "=A1*2",
        ),
    )


async def test_many_cells_beyond_the_header_are_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "produk.csv"
    path.write_text("kode,nama\nA,Kopi" + ",x" * 100_000 + "\n")

    [row] = await _read(path)

    assert row.cells == {"kode": "A", "nama": "Kopi"}
    assert [(fault.column, fault.code) for fault in row.faults] == [("C", "extra-cell")]


async def test_the_header_is_told_without_reading_the_rows(tmp_path: Path) -> None:
    path = tmp_path / "produk.csv"
    path.write_text(" Kode ,Nama\u00a0 Barang,HARGA\n" + "A,B,1\n" * 100_000)

    assert await read_header(path, "produk.csv") == ("kode", "nama_barang", "harga")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=1), "too-many-rows"),
        (Limits(columns=2), "too-many-columns"),
        (Limits(file_bytes=30), "too-much-data"),
    ],
)
async def test_limits_are_the_callers(limits: Limits, code: str, tmp_path: Path) -> None:
    path = tmp_path / "produk.csv"
    path.write_text(TABLE)

    with pytest.raises(UnreadableSheet) as refusal:
        await _read(path, limits)

    assert refusal.value.code == code
