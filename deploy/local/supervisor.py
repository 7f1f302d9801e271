"""Bringing back what ends unasked."""

import asyncio
import time
from collections.abc import Callable

from deploy.local.processes import Process, ending
from deploy.local.trouble import NotReadyError

STEADY_SECONDS = 30.0
LONGEST_PAUSE = 5.0


class Supervisor:
    """Starts again whatever ends unasked, more slowly each time it ends again soon."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._watches: list[asyncio.Task[None]] = []

    def watch(self, process: Process) -> None:
        self._watches.append(asyncio.create_task(self._keep(process)))

    async def close(self) -> None:
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)

    async def _keep(self, process: Process) -> None:
        deaths = 0
        while True:
            born = time.monotonic()
            code = await process.wait()
            if process.stopping:
                return
            deaths = deaths + 1 if time.monotonic() - born < STEADY_SECONDS else 1
            self._tell(f"{process.name} {ending(code)}; starting it again")
            await asyncio.sleep(pause_before_start(deaths))
            await self._start_again(process)

    async def _start_again(self, process: Process) -> None:
        try:
            await process.start()
        except NotReadyError as problem:
            process.stopping = False
            self._tell(str(problem))
        else:
            self._tell(f"{process.name} is back (process {process.pid})")


def pause_before_start(deaths: int) -> float:
    return float(min(0.2 * 2**deaths, LONGEST_PAUSE))
