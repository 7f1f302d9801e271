"""A worker that dies, stalls or has a rival: every row is saved exactly once all the same."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from kernel.callers import Caller
from kernel.imports import Counts, Imports
from tests.integration.imports.desks import Desk, products, sheet
from tests.waiting import until

ROWS = 40


@pytest.fixture(autouse=True)
def in_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.imports.saving.CHUNK", 5)
    monkeypatch.setattr("kernel.imports.jobs.LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr("kernel.imports.jobs.BACKSTOP_SECONDS", 0.1)


class Stall:
    """Lets a desk save some chunks of products, and holds it at the next one."""

    def __init__(self, desk: Desk, chunks: int, after_writing: bool = False) -> None:
        self._kind = desk.imports._kinds["products"]
        self._save, self._left, self._after_writing = self._kind.save, chunks, after_writing
        self.begun, self.over = asyncio.Event(), asyncio.Event()
        self._kind.save = self.save  # type: ignore[method-assign]

    async def save(self, edition: str, rows: Sequence[Any], caller: Caller) -> Counts:
        if self._left == 0 and not self._after_writing:
            await self._hold()
        counts = await self._save(edition, rows, caller)
        if self._left == 0 and self._after_writing:
            await self._hold()
        self._left -= 1
        return counts

    async def _hold(self) -> None:
        self.begun.set()
        await self.over.wait()


async def _every_row_is_in_once(desk: Desk, job_id: str, resumed_at: int) -> None:
    job = await desk.ends(job_id)
    assert (job["state"], job["problem"]) == ("done", None)
    rows = job["rows"]
    assert (rows["total"], rows["valid"], rows["created"], rows["written"]) == (ROWS,) * 4
    assert (rows["changed"], rows["unchanged"]) == (0, 0)
    expected = {f"PR-{n:03}": 1 for n in range(ROWS)}
    assert await desk.versions() == expected
    assert sorted(await desk.told()) == sorted(expected.items())
    assert job["interruption"]["row"] == resumed_at


@asynccontextmanager
async def _not_keeping(imports: Imports, job_id: str) -> AsyncIterator[None]:
    """As when the whole process stands still, and the lease runs out."""
    yield


@pytest.mark.parametrize("after_writing", [False, True], ids=["between", "within"])
async def test_a_crash_while_writing_is_made_good_by_another(
    desk: Desk, other_desk: Desk, after_writing: bool
) -> None:
    """Between two transactions, and within one that had written its rows but not committed."""
    job_id = await desk.takes("products", sheet(*products(ROWS)))
    stall = Stall(desk, chunks=3, after_writing=after_writing)
    async with desk.working():
        await stall.begun.wait()
    assert len(await desk.versions()) == 15, "three chunks of five and no part of the fourth"
    async with other_desk.working():
        await _every_row_is_in_once(other_desk, job_id, resumed_at=17)


async def test_a_crash_while_reading_leaves_no_error_twice(
    desk: Desk, other_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.imports.staging.CHUNK", 2)
    content = sheet(*products(6, harga="-5"))
    job_id = await desk.takes("products", content, dry_run=True)

    async def has_begun() -> bool:
        return bool(await desk.errors(job_id))

    async with desk.working():
        await until(has_begun)
    async with other_desk.working():
        job = await other_desk.ends(job_id)
    assert job["rows"]["invalid"] == 6
    assert job["interruption"]["row"] is None, "nothing was done, so it began anew"
    assert [error["row"] for error in await desk.errors(job_id)] == [2, 3, 4, 5, 6, 7]


async def test_a_worker_that_wakes_after_its_lease_writes_nothing_more(
    desk: Desk, other_desk: Desk
) -> None:
    job_id = await desk.takes("products", sheet(*products(ROWS)))
    stall = Stall(desk, chunks=2)
    async with desk.working() as late:
        await stall.begun.wait()
        async with other_desk.working():
            await _every_row_is_in_once(other_desk, job_id, resumed_at=12)
        stall.over.set()
        await asyncio.sleep(0.3)
        await _every_row_is_in_once(desk, job_id, resumed_at=12)
        assert not late.done(), "it goes on with other jobs"
        again = await desk.takes("products", sheet(*products(1)))
        assert (await desk.ends(again))["rows"]["unchanged"] == 1


async def test_a_worker_that_refuses_after_its_lease_leaves_the_verdict_to_the_other(
    desk: Desk, other_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.imports.jobs.Imports._keeping", _not_keeping)
    kind = desk.imports._kinds["products"]
    faults, begun, over = kind.faults, asyncio.Event(), asyncio.Event()

    async def faults_later(edition: str, rows: Sequence[Any]) -> Any:
        begun.set()
        await over.wait()
        return await faults(edition, rows)

    monkeypatch.setattr(kind, "faults", faults_later)
    content = sheet(*products(3, kode_peserta="PS-404"))
    job_id = await desk.takes("products", content, all_or_nothing=True)
    async with desk.working() as late:
        await begun.wait()
        async with other_desk.working():
            assert (await other_desk.ends(job_id))["state"] == "failed"
        over.set()
        await asyncio.sleep(0.3)
        assert not late.done(), "it goes on with other jobs"
        assert len(await desk.errors(job_id)) == 3


async def test_a_file_whose_job_ended_just_before_a_crash_is_dropped(desk: Desk) -> None:
    job_id = await desk.takes("products", sheet(*products(1)))
    await desk.mongo["imports"].update_one({"_id": job_id}, {"$set": {"state": "done"}})
    assert await desk.files() == [job_id]
    async with desk.working():
        await desk.ends(job_id)
    assert await desk.versions() == {}


async def test_two_workers_share_the_jobs_and_do_each_once(desk: Desk, other_desk: Desk) -> None:
    content = sheet(*products(ROWS))
    parts = content.split(b"\r\n")
    header, rows = parts[0], [row for row in parts[1:] if row]
    sheets = [b"\r\n".join([header, *rows[start : start + 10]]) for start in range(0, ROWS, 10)]
    jobs = [await desk.takes("products", part) for part in sheets]
    async with desk.working(), other_desk.working():
        ended = await asyncio.gather(*map(desk.ends, jobs))
    assert [job["rows"]["created"] for job in ended] == [10] * 4
    assert await desk.versions() == {f"PR-{n:03}": 1 for n in range(ROWS)}
    assert len(await desk.told()) == ROWS
    assert len({job["holder"] for job in ended}) == 2, "only one of them worked"
