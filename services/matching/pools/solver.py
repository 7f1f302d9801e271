"""The method works in processes of its own, so that nobody at the doors waits for it."""

import asyncio
import os
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process

from kernel.problems import Unavailable
from services.matching.pools.model import Proposal
from services.matching.pools.proposal import Order, proposed

PROCESSES = 2
"""One for those who wait at a page, one for the proof that goes on behind."""

PATIENCE_SECONDS = 20.0


class Solver:
    """Answers orders in other processes, which start with the first order."""

    def __init__(self) -> None:
        self._processes: ProcessPoolExecutor | None = None

    async def answer(self, order: Order) -> Proposal:
        """The pool for an order. Raises Unavailable when its process dies or takes too long."""
        if self._processes is None:
            self._processes = ProcessPoolExecutor(PROCESSES, get_context("spawn"), _begin)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(order.seconds * 2 + PATIENCE_SECONDS):
                return await loop.run_in_executor(self._processes, proposed, order)
        except (BrokenProcessPool, TimeoutError) as error:
            await self.close()
            raise Unavailable(
                "Perhitungan gabungan terhenti; coba lagi sebentar lagi.",
                "The reckoning of the pool has stopped; try again shortly.",
                code="no-reckoning",
            ) from error

    @property
    def pids(self) -> list[int]:
        """The processes that were started and have not ended."""
        started = (self._processes and self._processes._processes) or {}
        return list(started)

    async def close(self) -> None:
        """End the processes, whatever they are at."""
        processes, self._processes = self._processes, None
        if processes is None:
            return
        children = list((processes._processes or {}).values())
        processes.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()


def _begin() -> None:
    """Be quiet: standard output is for logs, and HiGHS greets there. End when the service does."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    threading.Thread(target=_end_with_the_service, daemon=True).start()


def _end_with_the_service() -> None:
    """A killed service cannot end its processes; they notice by themselves."""
    service = parent_process()
    if service is not None:
        service.join()
        os._exit(0)
