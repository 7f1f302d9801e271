"""`make run` from outside: what it says, what it starts, and that nothing of it stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.local.places import ROOT, State
from deploy.local.ports import mend

PATIENCE = 90


class Launcher:
    """One `make run` with a folder and ports of its own, and no sample."""

    def __init__(self, folder: Path, base: int) -> None:
        self.base = base
        self.gateway = f"http://127.0.0.1:{base + 80}"
        self.state = State(folder / "state")
        self._output = folder / "output.txt"

    def start(self) -> None:
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                arguments(self.state.folder),
                env=environment(self.base),
                cwd=ROOT,
                stdout=output,
                stderr=output,
            )

    def said(self) -> str:
        return self._output.read_text()

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.said() or self.process.poll() is not None)
        assert words in self.said()

    def family(self, mark: str = "") -> list[int]:
        """Processes that know this stack's folder or gateway and have `mark` in their command."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            command, surroundings = read(process / "cmdline"), read(process / "environ")
            knows = str(self.state.folder) in command + surroundings or self.gateway in surroundings
            if knows and mark in command:
                found.append(int(process.name))
        return found

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        wait_until(lambda: not self.family())


def arguments(state: Path) -> list[str]:
    return [sys.executable, "-m", "deploy.local", "--state", str(state), "up"]


def environment(base: int, **chosen: str) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return outer | {"PENDOPO_BASE_PORT": str(base), "SAMPLE": "none"} | chosen


def try_second(state: Path, base: int, **chosen: str) -> subprocess.CompletedProcess[str]:
    env = environment(base, **chosen)
    return subprocess.run(
        arguments(state), env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:
        return ""


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory, first_port: int) -> Iterator[Launcher]:
    started = Launcher(tmp_path_factory.mktemp("launcher"), first_port)
    started.start()
    try:
        started.wait_for("Pendopo runs.")
        yield started
    finally:
        started.end()


def test_everything_becomes_ready_and_says_where_to_look(launcher: Launcher) -> None:
    said = launcher.said()
    for name in ("MongoDB", "RabbitMQ", "catalogue", "matching", "notifications", "gateway"):
        assert f"{name} is ready after" in said
    assert f"{launcher.gateway}/" in said
    assert (launcher.state.broker / "password").read_text() not in said


def test_a_second_stack_from_the_same_folder_is_refused(launcher: Launcher) -> None:
    second = try_second(launcher.state.folder, launcher.base)
    assert second.returncode == 2
    assert f"{launcher.state.folder} (process {launcher.process.pid})" in second.stderr
    assert "make stop" in second.stderr


def test_taken_ports_are_named_with_the_way_out(launcher: Launcher, tmp_path: Path) -> None:
    second = try_second(tmp_path, launcher.base)
    assert second.returncode == 2
    assert f"Port {launcher.base + 80}, which gateway needs, is taken by" in second.stderr
    assert mend(launcher.base) in second.stderr


def test_a_given_broker_that_is_not_there_is_named_without_its_password(
    tmp_path: Path, first_port: int
) -> None:
    second = try_second(tmp_path, first_port + 100, AMQP_URL="amqp://me:s3cret@127.0.0.1:1/")
    assert second.returncode == 2
    assert "AMQP_URL (127.0.0.1:1) does not let us in" in second.stderr
    assert "s3cret" not in second.stderr + second.stdout


def test_a_killed_service_comes_back(launcher: Launcher) -> None:
    (victim,) = launcher.family("services.catalogue")
    os.kill(victim, signal.SIGKILL)
    launcher.wait_for("catalogue was ended by SIGKILL; starting it again")
    launcher.wait_for("catalogue is back")
    assert launcher.family("services.catalogue") != [victim]


def test_a_killed_launcher_leaves_nothing_running_and_the_next_one_starts(
    launcher: Launcher,
) -> None:
    assert len(launcher.family()) > 6
    launcher.end()
    assert launcher.family() == []
    launcher.start()
    launcher.wait_for("Pendopo runs.")


def test_stopping_ends_everything_in_order_and_keeps_the_data(launcher: Launcher) -> None:
    control = [sys.executable, "-m", "deploy.local.control", "--state", str(launcher.state.folder)]
    subprocess.run([*control, "stop"], cwd=ROOT, check=True, capture_output=True)
    assert launcher.process.wait(timeout=30) == 0
    assert launcher.family() == []
    assert "Everything has stopped." in launcher.said()
    assert (launcher.state.database / "WiredTiger").exists()


def test_forgetting_leaves_no_data(launcher: Launcher) -> None:
    control = [sys.executable, "-m", "deploy.local.control", "--state", str(launcher.state.folder)]
    subprocess.run([*control, "reset"], cwd=ROOT, check=True, capture_output=True)
    assert not launcher.state.folder.exists()
