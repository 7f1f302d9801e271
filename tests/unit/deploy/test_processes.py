"""Child processes: ready means an answer, failure shows the log, death is noticed and mended."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from deploy.local.processes import Process, ending, run_to_end, together
from deploy.local.supervisor import Supervisor, pause_before_start
from deploy.local.trouble import NotReadyError

STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
time.sleep(60)
"""


def python(code: str, log: Path, start_limit: float = 10, stop_limit: float = 10) -> Process:
    argv = [sys.executable, "-c", code]
    return Process("child", argv, log=log, start_limit=start_limit, stop_limit=stop_limit)


def first_text_in(file: Path) -> str:
    while not (file.exists() and file.read_text()):
        time.sleep(0.02)
    return file.read_text()


async def never() -> bool:
    return False


async def test_a_child_that_ends_before_it_is_ready_shows_the_end_of_its_log(
    tmp_path: Path,
) -> None:
    child = python("print(*range(40), sep='\\n'); raise SystemExit(3)", tmp_path / "log")
    child.ready = never
    with pytest.raises(NotReadyError) as refusal:
        await child.start()
    said = str(refusal.value)
    assert "child ended with exit code 3" in said
    assert str(tmp_path / "log") in said
    assert "  | 39" in said
    assert "  | 24" not in said


async def test_a_child_that_stays_silent_is_ended_and_reported(tmp_path: Path) -> None:
    child = python("import time; time.sleep(60)", tmp_path / "log", start_limit=0.2)
    child.ready = never
    with pytest.raises(NotReadyError, match="was not ready after 0 s"):
        await child.start()
    assert not child.running


async def test_a_child_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"

    async def is_up() -> bool:
        return "up" in log.read_text()

    child = python(STUBBORN, log, stop_limit=0.2)
    child.ready = is_up
    await child.start()
    assert await child.stop() == -signal.SIGKILL


async def test_what_dies_comes_back_and_is_reported(tmp_path: Path) -> None:
    said: asyncio.Queue[str] = asyncio.Queue()
    supervisor = Supervisor(said.put_nowait)
    child = python("import time; time.sleep(60)", tmp_path / "log")
    await child.start()
    first = child.pid
    supervisor.watch(child)
    child.send(signal.SIGKILL)
    assert await said.get() == "child was ended by SIGKILL; starting it again"
    assert await said.get() == f"child is back (process {child.pid})"
    await supervisor.close()
    assert child.running
    assert child.pid != first
    await child.stop()


async def test_what_was_stopped_on_purpose_stays_stopped(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    child = python("import time; time.sleep(60)", tmp_path / "log")
    await child.start()
    supervisor.watch(child)
    await child.stop()
    await asyncio.sleep(0.1)
    await supervisor.close()
    assert said == []


def test_each_early_death_waits_longer_up_to_a_limit() -> None:
    pauses = [pause_before_start(deaths) for deaths in range(1, 7)]
    assert pauses == [0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_an_ending_is_told_in_words() -> None:
    assert ending(0) == "ended with exit code 0"
    assert ending(-9) == "was ended by SIGKILL"


async def test_the_first_failure_of_a_group_is_raised_as_itself_and_ends_the_rest() -> None:
    ended = asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async def failing() -> None:
        await asyncio.sleep(0)
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        await together(slow(), failing())
    assert ended.is_set()


async def test_giving_up_on_a_child_ends_it(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    code = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    task = asyncio.create_task(run_to_end([sys.executable, "-c", code], {}))
    pid = await asyncio.to_thread(first_text_in, mark)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
