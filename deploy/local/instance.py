"""One launcher per state folder, and how another command finds and ends it."""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from deploy.local.places import State
from deploy.local.progress import Progress
from deploy.local.trouble import SetupError

STOP_LIMIT = 90.0


@dataclass(frozen=True)
class Instance:
    """A launcher that runs: its process and its ports."""

    pid: int
    base_port: int

    def stop(self, state: State) -> None:
        """End it and wait until it has ended everything it started."""
        os.kill(self.pid, signal.SIGTERM)
        with Progress() as progress:
            while running(state) == self:
                progress.show(f"Stopping: {progress.seconds:.0f} s")
                if progress.seconds > STOP_LIMIT:
                    raise SetupError(
                        f"The stack (process {self.pid}) did not stop in {STOP_LIMIT:.0f} s.",
                        f"kill -9 {self.pid}  (the kernel then ends everything it started)",
                    )
                time.sleep(0.1)
            progress.finish(f"Stopped in {progress.seconds:.0f} s.")


@contextmanager
def only_one(state: State, base_port: int) -> Iterator[None]:
    """Hold the state folder; the kernel lets go of it however this process ends."""
    state.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with state.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = running(state)
            who = f" (process {other.pid})" if other else ""
            raise SetupError(
                f"A stack already runs from {state.folder}{who}.", "make stop"
            ) from None
        lock.truncate(0)
        lock.write(json.dumps(asdict(Instance(os.getpid(), base_port))))
        lock.flush()
        yield


def running(state: State) -> Instance | None:
    """The launcher that holds this state folder now, if any."""
    if not state.lock.exists():
        return None
    with state.lock.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return Instance(**json.load(lock))
        return None
