"""Child processes that cannot outlive this one."""

import asyncio
import os
import shutil
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from deploy.local.places import ROOT
from deploy.local.trouble import NotReadyError

Readiness = Callable[[], Awaitable[bool]]
LOOK_EVERY = 0.05


def leash() -> tuple[str, ...]:
    """The prefix that makes the kernel kill a child when its parent dies, even by SIGKILL.

    `setpriv` (util-linux) sets PR_SET_PDEATHSIG and becomes the child; a `preexec_fn` would run
    Python between fork and exec, which is unsafe once threads exist.
    """
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()


async def at_once() -> bool:
    return True


class Process:
    """One child process in a group of its own: started, waited for, signalled, stopped."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] = os.environ,
        ready: Readiness = at_once,
        start_limit: float = 180.0,
        stop_limit: float = 25.0,
    ) -> None:
        self.name = name
        self.argv = tuple(argv)
        self.log = log
        self.env = dict(env)
        self.ready = ready
        self.start_limit = start_limit
        self.stop_limit = stop_limit
        self.stopping = False
        self._child: asyncio.subprocess.Process | None = None

    @property
    def child(self) -> asyncio.subprocess.Process:
        if self._child is None:
            raise RuntimeError(f"{self.name} was never started")
        return self._child

    @property
    def pid(self) -> int:
        return self.child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.returncode is None

    async def start(self) -> None:
        """Start and wait for readiness; nothing is left running when that fails."""
        await self.spawn()
        try:
            await asyncio.wait_for(self.become_ready(), self.start_limit)
        except TimeoutError:
            await self.kill()
            reason = f"was not ready after {self.start_limit:.0f} s"
            raise NotReadyError(self.name, reason, self.log) from None
        except BaseException:
            await self.kill()
            raise

    async def spawn(self) -> None:
        self.stopping = False
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *leash(),
                *self.argv,
                env=self.env,
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                process_group=0,  # Ctrl-C reaches the launcher alone, which stops in order
            )

    async def become_ready(self) -> None:
        while not await self.ready():
            if not self.running:
                raise NotReadyError(self.name, ending(await self.wait()), self.log)
            await asyncio.sleep(LOOK_EVERY)

    async def wait(self) -> int:
        return await self.child.wait()

    def send(self, number: signal.Signals) -> None:
        if self.running:
            signal_group(self.pid, number)

    async def stop(self) -> int:
        """Ask to end, insist after `stop_limit` seconds; the exit code, negative for a signal."""
        self.stopping = True
        self.send(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self.wait(), self.stop_limit)
        except TimeoutError:
            return await self.kill()

    async def end(self) -> None:
        """Stop it if it runs."""
        if self.running:
            await self.stop()

    async def kill(self) -> int:
        self.stopping = True
        self.send(signal.SIGKILL)
        return await self.wait()


def signal_group(leader: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it may have ended a moment ago
        os.killpg(leader, number)


def ending(code: int) -> str:
    """How a process ended, in words: `ended with exit code 1`, `was ended by SIGKILL`."""
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


async def run_to_end(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a child that speaks to our own terminal; it is killed when waiting for it is given up."""
    child = await asyncio.create_subprocess_exec(
        *leash(), *argv, env=env, cwd=ROOT, stdin=asyncio.subprocess.DEVNULL, process_group=0
    )
    try:
        return await child.wait()
    except asyncio.CancelledError:
        signal_group(child.pid, signal.SIGKILL)
        await child.wait()
        raise


async def together(*steps: Coroutine[Any, Any, None]) -> None:
    """Run all steps at once; the first failure ends the others and is raised as itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None
