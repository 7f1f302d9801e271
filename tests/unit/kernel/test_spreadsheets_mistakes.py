"""Every mistake is answered with its code, and none of them costs the parent."""

from dataclasses import replace
from pathlib import Path

import pytest

from kernel.spreadsheets import Row, UnreadableSheet, read_rows
from kernel.spreadsheets.values import STANDARD
from tests.mistakes.build import MISTAKES, Mistake
from tests.mistakes.memory import grows_at_most
from tests.mistakes.texts import ENDLESS_ROWS

PARENT_MAY_GROW_KB = 16_000
LIMITS = replace(STANDARD, rows=ENDLESS_ROWS - 1)


def _at(level: str) -> list[object]:
    return [pytest.param(m, id=m.name) for m in MISTAKES if m.level == level]


async def _read(path: Path) -> list[Row]:
    return [row async for row in read_rows(path, path.name)]


@pytest.mark.parametrize("mistake", _at("file"))
async def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    mistake: Mistake, tmp_path: Path
) -> None:
    path = mistake.make(tmp_path)

    with pytest.raises(UnreadableSheet) as refusal, grows_at_most(PARENT_MAY_GROW_KB):
        async for _ in read_rows(path, path.name, LIMITS):
            pass

    assert refusal.value.code == mistake.code
    assert refusal.value.status == 422
    assert refusal.value.detail != refusal.value.detail_en
    assert refusal.value.members["filename"] == path.name


@pytest.mark.parametrize("mistake", _at("row"))
async def test_a_cell_that_cannot_be_read_is_told_and_the_rest_is_read(
    mistake: Mistake, tmp_path: Path
) -> None:
    path = mistake.make(tmp_path)

    with grows_at_most(PARENT_MAY_GROW_KB):
        faults = [fault async for row in read_rows(path, path.name) for fault in row.faults]

    assert mistake.code in {fault.code for fault in faults}
    assert all(len(fault.value) <= 101 and fault.value.isprintable() for fault in faults)


@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(m, id=m.name)
        for m in MISTAKES
        if m.level == "service" and m.kind == "accounts"  # others are uploaded to their rooms
    ],
)
async def test_a_row_that_only_the_business_refuses_is_read(
    mistake: Mistake, tmp_path: Path
) -> None:
    path = mistake.make(tmp_path)

    rows = await _read(path)

    assert [row.number for row in rows] == [2, 3, 4]
    assert not any(row.faults for row in rows)


def test_there_are_many_mistakes_and_each_has_a_name_of_its_own() -> None:
    names = {mistake.name for mistake in MISTAKES}

    assert len(names) == len(MISTAKES) >= 120
