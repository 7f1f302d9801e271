"""What on this machine stands in the way of the stack, and the command that mends it.

Standard library only: it works whatever state the virtual environment is in.
"""

import asyncio
import json
import platform
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.local.environment import SERVICES
from deploy.local.instance import running
from deploy.local.packages import RabbitMQ, may_install
from deploy.local.places import ROOT, State
from deploy.local.ports import FIRST_BASE, Ports, holder, is_free, mend, read_base
from deploy.local.trouble import SetupError
from deploy.local.venv import INSTALLED, PINS, digest
from deploy.local.web import answers

GIGABYTE = 10**9
LEAST_DISK, LEAST_MEMORY = 3 * GIGABYTE, 1.5 * GIGABYTE
OLDEST_PYTHON, OLDEST_RABBITMQ = (3, 11), (3, 10)
MACHINES = ("Linux x86_64", "Linux aarch64")
PIN_FILES = ("run", "local")


@dataclass(frozen=True)
class Finding:
    """What was looked at and found, and how to mend it; nothing to mend when that is empty."""

    about: str
    said: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{'!!' if self.mend else 'ok'}  {self.about:12} {self.said}"
        return f"{line}\n    {'':12} to mend it: {self.mend}" if self.mend else line


def examine(state: State, environment: Mapping[str, str]) -> list[Finding]:
    """Everything that `make run` needs, and how what runs is doing."""
    looks: Sequence[Callable[[], Finding]] = (
        python,
        machine,
        lambda: disk(shutil.disk_usage(ROOT).free),
        lambda: memory(Path("/proc/meminfo")),
        lambda: clock(time.time(), newest_file(ROOT)),
        names,
        lambda: packages(INSTALLED),
        lambda: rabbitmq(environment),
        lambda: mongod(environment),
    )
    return [*(look() for look in looks), *stack(state, environment)]


def python() -> Finding:
    version = platform.python_version()
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", version)
    return Finding("Python", f"{version} is too old", "apt-get install python3   (3.11 or newer)")


def machine(found: str = f"{platform.system()} {platform.machine()}") -> Finding:
    if found in MACHINES:
        return Finding("machine", found)
    return Finding(
        "machine",
        f"{found}: the local stack is made for Linux",
        "docker compose up   or   AMQP_URL=... MONGO_URL=... make run   with servers of your own",
    )


def disk(free: int) -> Finding:
    said = f"{free / GIGABYTE:.1f} GB free"
    if free >= LEAST_DISK:
        return Finding("disk", said)
    return Finding("disk", f"{said}, {LEAST_DISK / GIGABYTE:.0f} GB are needed", "make room on it")


def memory(table: Path) -> Finding:
    lines = table.read_text().splitlines() if table.exists() else []
    available = [int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")]
    if not available:
        return Finding("memory", "cannot be told on this machine")
    said = f"{available[0] / GIGABYTE:.1f} GB available"
    if available[0] >= LEAST_MEMORY:
        return Finding("memory", said)
    return Finding(
        "memory", f"{said}, {LEAST_MEMORY / GIGABYTE} GB are needed", "end other programs"
    )


def clock(now: float, newest: float) -> Finding:
    said = f"{datetime.fromtimestamp(now).astimezone():%Y-%m-%d %H:%M %Z}"
    if now >= newest - 60:
        return Finding("clock", said)
    return Finding(
        "clock",
        f"{said} is before the newest file of this checkout; tokens and deadlines would be wrong",
        "timedatectl set-ntp true   or   date --set ...",
    )


def newest_file(folder: Path) -> float:
    """When the newest of a folder's own files was written, in seconds since 1970."""
    return max(file.stat().st_mtime for file in folder.glob("*") if file.is_file())


def names(own: str = "localhost") -> Finding:
    """RabbitMQ's node is called after this name and does not start where it means nothing."""
    try:
        return Finding("names", f"{own} is {socket.gethostbyname(own)}")
    except OSError:
        return Finding(
            "names", f"{own} means nothing here", f"echo '127.0.0.1 {own}' >> /etc/hosts"
        )


def packages(installed: Path) -> Finding:
    if not installed.exists():
        return Finding("packages", "not there yet; make run installs them")
    known = json.loads(installed.read_text())
    old = [name for name in PIN_FILES if known.get(name) != digest(PINS / f"{name}.txt")]
    if old:
        return Finding("packages", f"older than {', '.join(old)}.txt; make run renews them")
    return Finding("packages", "as pinned")


def rabbitmq(environment: Mapping[str, str]) -> Finding:
    if environment.get("AMQP_URL"):
        return Finding("RabbitMQ", "given by AMQP_URL")
    try:
        place = RabbitMQ.find()
    except SetupError as missing:
        if shutil.which("apt-get"):
            how = "installs" if may_install() else "unpacks"
            return Finding("RabbitMQ", f"not there yet; make run {how} Debian's package")
        return Finding("RabbitMQ", "not on this machine", str(missing).partition("mend it: ")[2])
    version = version_of(place)
    said = f"{'.'.join(map(str, version))} in {place.root}"
    if version >= OLDEST_RABBITMQ:
        return Finding("RabbitMQ", said)
    return Finding("RabbitMQ", f"{said} is too old", "apt-get install rabbitmq-server   (3.10)")


def version_of(place: RabbitMQ) -> tuple[int, ...]:
    """From the name of its folder, as in `rabbitmq_server-3.10.8`."""
    folders = (place.root / "usr/lib/rabbitmq/lib").glob("rabbitmq_server-*")
    versions = [folder.name.partition("-")[2].split(".") for folder in folders]
    return max((tuple(int(part) for part in parts) for parts in versions), default=())


def mongod(environment: Mapping[str, str]) -> Finding:
    if environment.get("MONGO_URL"):
        return Finding("MongoDB", "given by MONGO_URL")
    if found := shutil.which("mongod"):
        return Finding("MongoDB", found)
    wheel = any((ROOT / ".venv").glob("lib/python3*/site-packages/fiftyone/db/bin/mongod"))
    return Finding("MongoDB", "from its wheel" if wheel else "not there yet; make run brings it")


def stack(state: State, environment: Mapping[str, str]) -> Iterator[Finding]:
    """The services of a stack that runs, or else the ports that one would need."""
    if instance := running(state):
        yield Finding("stack", f"runs as process {instance.pid}")
        yield from services(state, Ports.above(instance.base_port))
        return
    base = read_base(environment.get("PENDOPO_BASE_PORT", str(FIRST_BASE)))
    yield from ports(base)


def ports(base: int) -> Iterator[Finding]:
    needed = Ports.above(base).of("")
    taken = {name: port for name, port in needed.items() if not is_free(port)}
    for name, port in taken.items():
        by = holder(port) or "another process"
        yield Finding("port", f"{port}, which {name} needs, is taken by {by}", mend(base))
    if not taken:
        yield Finding("ports", f"{min(needed.values())} to {max(needed.values())} are free")


def services(state: State, where: Ports) -> Iterator[Finding]:
    for name in SERVICES:
        if asyncio.run(answers(f"http://127.0.0.1:{getattr(where, name)}/readyz")):
            yield Finding(name, "ready")
        else:
            yield Finding(name, "not ready", f"make logs SERVICE={name}")
