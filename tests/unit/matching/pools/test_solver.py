"""Reckoning in other processes: the same answers, and nobody left behind."""

import asyncio
import os
import signal
import sys
import textwrap
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kernel.problems import Unavailable
from services.matching.pools.proposal import proposed
from services.matching.pools.solver import Solver
from tests.unit.matching.pools.orders import maker, order
from tests.waiting import until

KILLED_WITH_ITS_WORK = textwrap.dedent(
    """
    import asyncio, os, signal
    from services.matching.pools.solver import Solver
    from tests.unit.matching.pools.orders import maker, order

    async def main():
        solver = Solver()
        await solver.answer(order(maker(1, 1_500), maker(2, 1_500)))
        print(*solver.pids, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    if __name__ == "__main__":
        asyncio.run(main())
    """
)


@pytest.fixture
async def solver() -> AsyncIterator[Solver]:
    solver = Solver()
    yield solver
    await solver.close()


async def _is_gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


async def test_another_process_finds_what_this_one_finds(solver: Solver) -> None:
    asked = order(maker(1, 1_500), maker(2, 1_500))
    assert await solver.answer(asked) == proposed(asked)
    [pid, *_] = solver.pids
    assert pid != os.getpid()
    await solver.close()
    await until(lambda: _is_gone(pid))


async def test_a_process_that_dies_is_told_and_replaced(solver: Solver) -> None:
    asked = order(maker(1, 1_500), maker(2, 1_500))
    await solver.answer(asked)
    for pid in solver.pids:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(Unavailable) as refusal:
        await solver.answer(asked)
    assert refusal.value.code == "no-reckoning"
    assert (await solver.answer(asked)).members


async def test_processes_end_with_a_service_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED_WITH_ITS_WORK)
    paths = os.environ | {"PYTHONPATH": os.getcwd()}
    service = await asyncio.create_subprocess_exec(
        sys.executable, str(script), stdout=asyncio.subprocess.PIPE, env=paths
    )
    assert service.stdout is not None
    pids = [int(pid) for pid in (await service.stdout.readline()).split()]
    assert await service.wait() == -signal.SIGKILL
    assert pids
    for pid in pids:
        await until(lambda pid=pid: _is_gone(pid))  # type: ignore[misc]
