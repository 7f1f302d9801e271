"""The stack's ports: on loopback, below the kernel's ephemeral range, moved together."""

import asyncio
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.trouble import SetupError

FIRST_BASE = 21000
LOWEST_BASE = 1024
EPHEMERAL = 32768
SPAN = 100
LISTENING = "0A"
SETTLE_SECONDS = 2.0
LONGEST_COMMAND = 60


@dataclass(frozen=True)
class Ports:
    """Who listens where; field names are what a person reads when a port is taken."""

    rabbitmq: int
    epmd: int
    rabbitmq_distribution: int
    rabbitmq_management: int
    rabbitmq_metrics: int
    rabbitmq_tools_first: int
    rabbitmq_tools_last: int
    mongod: int
    mail: int
    mail_page: int
    gateway: int
    catalogue: int
    matching: int
    notifications: int

    @classmethod
    def above(cls, base: int) -> "Ports":
        return cls(
            rabbitmq=base,
            epmd=base + 1,
            rabbitmq_distribution=base + 2,
            rabbitmq_management=base + 3,
            rabbitmq_metrics=base + 4,
            rabbitmq_tools_first=base + 5,
            rabbitmq_tools_last=base + 9,
            mongod=base + 10,
            mail=base + 25,
            mail_page=base + 26,
            gateway=base + 80,
            catalogue=base + 81,
            matching=base + 82,
            notifications=base + 83,
        )

    def of(self, *owners: str) -> dict[str, int]:
        """The ports of those owners, by the name a person knows them by."""
        return {
            name.replace("_", " "): port
            for name, port in asdict(self).items()
            if name.startswith(owners) and not name.startswith("rabbitmq_tools")
        }


def read_base(text: str) -> int:
    """The base port a person asked for; refused when the services would land outside the range."""
    if text.isascii() and text.isdigit() and LOWEST_BASE <= int(text) <= EPHEMERAL - SPAN:
        return int(text)
    raise SetupError(
        f"PENDOPO_BASE_PORT={text} is not a number from {LOWEST_BASE} to {EPHEMERAL - SPAN}.",
        "PENDOPO_BASE_PORT=22000 make run",
    )


async def expect_free(ports: dict[str, int], base: int) -> None:
    """Refuse to start while a port is taken; a stack that was just killed gets time to let go."""
    for _ in range(int(SETTLE_SECONDS / 0.2)):
        taken = {name: port for name, port in ports.items() if not is_free(port)}
        if not taken:
            return
        await asyncio.sleep(0.2)
    raise SetupError("\n".join(sentence(name, port) for name, port in taken.items()), mend(base))


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def sentence(name: str, port: int) -> str:
    return f"Port {port}, which {name} needs, is taken by {holder(port) or 'another process'}."


def mend(base: int) -> str:
    other = base + 1000 if base + 1000 <= EPHEMERAL - SPAN else FIRST_BASE
    return f"end that process, or use other ports: PENDOPO_BASE_PORT={other} make run"


def holder(port: int) -> str | None:
    """`name (process 123)` of whoever listens on `port`; None where /proc does not tell."""
    sockets = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            found = str(descriptor.readlink()) in sockets
        except OSError:
            continue
        if found:
            process = descriptor.parents[1]
            return f"{command_of(process)} (process {process.name})"
    return None


def command_of(process: Path) -> str:
    """The start of a command line, its program without the folders."""
    program, *arguments = (process / "cmdline").read_text().rstrip("\0").split("\0")
    return " ".join([Path(program).name, *arguments])[:LONGEST_COMMAND]


def listening_inodes(port: int) -> set[str]:
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                inodes.add(fields[9])
    return inodes
