"""What is written opens as text, in bounded pieces, and reads again as it was meant."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.spreadsheets import read_rows
from kernel.spreadsheets.formulas import STARTS_A_FORMULA, harmless, meant
from kernel.spreadsheets.writing import Cell, Record, csv_of, json_of, xlsx_of

COLUMNS = ("kode", "nama", "harga")
NAMES = ["Kopi; gula, “aren”", "=HYPERLINK(1)", "+62 24", "-5", "@SUM(A1)", "'kutip", "baris\nlain"]


async def chunks(*records: Sequence[Record]) -> AsyncIterator[Sequence[Record]]:
    for chunk in records:
        yield chunk


def goods() -> list[dict[str, Cell]]:
    return [{"kode": f"P-{n}", "nama": name, "harga": n * 1000} for n, name in enumerate(NAMES)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_what_is_written_is_read_again(form: str, tmp_path: Path) -> None:
    rows = goods()
    written = (
        csv_of(COLUMNS, chunks(rows[:3], rows[3:]))
        if form == "csv"
        else xlsx_of("produk", COLUMNS, chunks(rows[:3], rows[3:]))
    )
    path = tmp_path / f"goods.{form}"
    path.write_bytes(b"".join([piece async for piece in written]))
    read = [row async for row in read_rows(path, path.name)]
    assert not [row.faults for row in read if row.faults]
    assert [row.cells["nama"] for row in read] == NAMES
    assert [row.cells["harga"] for row in read] == [str(n * 1000) for n in range(len(NAMES))]


async def test_no_line_of_a_csv_begins_a_formula() -> None:
    text = b"".join([piece async for piece in csv_of(COLUMNS, chunks(goods()))]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert ",=" not in text


@given(st.text(max_size=20))
def test_a_harmless_cell_means_what_was_written(text: str) -> None:
    safe = harmless(text)
    assert not safe.startswith(STARTS_A_FORMULA)
    assert meant(safe) == text or text[:1] == "'"


async def test_json_is_one_array_however_many_there_are() -> None:
    async def none() -> AsyncIterator[Sequence[Record]]:
        for _ in ():
            yield []

    assert orjson.loads(b"".join([piece async for piece in json_of(none())])) == []
    pieces = [piece async for piece in json_of(chunks(goods()[:2], goods()[2:]))]
    assert orjson.loads(b"".join(pieces)) == goods()
