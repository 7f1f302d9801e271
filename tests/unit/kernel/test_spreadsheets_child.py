"""The child that reads: what it may take, and that it never outlives its use."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from kernel.spreadsheets import Limits, UnreadableSheet, opened, read_rows
from tests.mistakes.memory import grows_at_most
from tests.mistakes.packages import packed, parts_with, sheet

ROOT = Path(__file__).parents[3]
MANY = 60_000
READER = """
import asyncio, sys
from pathlib import Path
from kernel.spreadsheets import opened

async def main():
    async with opened(Path(sys.argv[1]), "x") as sheet:
        print("reading", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    path = tmp_path / "panjang.csv"
    path.write_text("kode,nama\n" + "".join(f"{n},keripik singkong\n" for n in range(MANY)))
    return path


def _children(pid: int) -> list[int]:
    """Those children that read a spreadsheet; a session may have servers beside them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in children if _reads_a_spreadsheet(child)]


def _reads_a_spreadsheet(pid: int) -> bool:
    try:
        return b"kernel.spreadsheets" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def _becomes_true(condition: Callable[[], bool]) -> bool:
    for _ in range(200):
        if condition():
            return True
        await asyncio.sleep(0.05)
    return False


async def _refusal(path: Path, limits: Limits) -> str:
    with pytest.raises(UnreadableSheet) as refusal:
        async for _ in read_rows(path, path.name, limits):
            pass
    return refusal.value.code


async def test_all_rows_of_a_long_file_arrive_in_order(long_file: Path) -> None:
    numbers = [row.number async for row in read_rows(long_file, "x")]

    assert numbers == list(range(2, MANY + 2))


async def test_the_child_ends_when_the_reader_stops_early(long_file: Path) -> None:
    before = _children(os.getpid())

    async with aclosing(read_rows(long_file, "x")) as rows:
        await anext(rows)
        [child] = set(_children(os.getpid())) - set(before)
        assert _is_running(child)

    assert not _is_running(child)


async def test_the_child_ends_when_its_reader_is_cancelled(long_file: Path) -> None:
    before = _children(os.getpid())
    started = asyncio.Event()

    async def read() -> None:
        async with opened(long_file, "x"):
            started.set()
            await asyncio.sleep(60)

    reader = asyncio.create_task(read())
    await started.wait()
    [child] = set(_children(os.getpid())) - set(before)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader

    assert not _is_running(child)


async def test_the_child_ends_when_its_parent_is_killed(long_file: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", READER, str(long_file), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert await parent.stdout.readline() == b"reading\n"
    [child] = _children(parent.pid)
    assert _is_running(child)

    parent.send_signal(signal.SIGKILL)
    await parent.communicate()

    assert await _becomes_true(lambda: not _is_running(child))


async def test_the_child_waits_while_nobody_asks_for_rows(long_file: Path) -> None:
    with grows_at_most(kilobytes=2_000):
        async with opened(long_file, "x") as sheet:
            await asyncio.sleep(1)
            [child] = _children(os.getpid())
            assert _is_running(child)
            assert (await anext(sheet.rows)).number == 2


async def test_the_child_is_not_told_the_secrets_of_its_parent(
    long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATEWAY_DEMO_PASSWORD", "rahasia")

    async with opened(long_file, "x"):
        [child] = _children(os.getpid())
        assert b"rahasia" not in _environment(child)


async def test_a_file_that_needs_too_much_memory_kills_only_the_child(tmp_path: Path) -> None:
    path = tmp_path / "satu-baris.csv"
    path.write_text("kode,nama\n" + "x" * 100_000_000)

    assert await _refusal(path, Limits(memory_bytes=50_000_000)) == "too-heavy"


async def test_a_file_that_needs_too_much_time_kills_only_the_child(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(2, 5_000))
    merges = '<mergeCell ref="A2:A5000"/>' * 20_000
    path = tmp_path / "gabungan.xlsx"
    path.write_bytes(
        packed(parts_with(sheet=sheet(rows, after=f"<mergeCells>{merges}</mergeCells>")))
    )

    assert await _refusal(path, Limits(cpu_seconds=1)) == "too-heavy"


async def test_a_child_that_says_nothing_is_given_up(long_file: Path) -> None:
    before = _children(os.getpid())

    assert await _refusal(long_file, Limits(silence_seconds=0.001)) == "too-heavy"
    assert _children(os.getpid()) == before


async def test_files_are_read_side_by_side(long_file: Path) -> None:
    async def count() -> int:
        return len([row async for row in read_rows(long_file, "x")])

    assert set(await asyncio.gather(count(), count())) == {MANY}
