"""What a process has used of the machine, as Linux counts it."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(*pids: int) -> float:
    """Seconds of processor time that these have taken, in user and kernel mode."""
    return sum(_ticks(pid) for pid in pids) / _TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def resident_bytes(pid: int) -> int:
    """Memory that a process has at the moment."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def listener_of(port: int) -> int:
    """The process that listens at a port of this machine. Raises LookupError."""
    inode = _inode(port)
    for links in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(os.readlink(link) == f"socket:[{inode}]" for link in links.iterdir()):
                return int(links.parent.name)
        except OSError:
            continue
    raise LookupError(f"no process listens at {port}")


def _inode(port: int) -> str:
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
            return fields[9]
    raise LookupError(f"nobody listens at {port}")
