"""The logs of a stack as lines for people, from several files, in the order they were written."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.25
LAST_LINES = 20
SHOWN_FIRST = ("time", "level", "service", "event")
LEFT_OUT = ("trace_id", "correlation_id")


def shown(name: str, line: str) -> str:
    """One line of a log: what happened first, whatever else is said behind it."""
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or "event" not in record:
        return f"{'':8} {name:14} {line}"
    return _told(name, record)


def _told(name: str, record: dict[str, Any]) -> str:
    moment = str(record.get("time", ""))[11:19]
    level = str(record.get("level", "")).upper()
    rest = {key: value for key, value in record.items() if key not in SHOWN_FIRST + LEFT_OUT}
    more = "  ".join(f"{key}={value}" for key, value in rest.items())
    return f"{moment:8} {name:14} {level:8} {record['event']}  {more}".rstrip()


def last_of(files: Sequence[Path], lines: int = LAST_LINES) -> list[str]:
    """The last lines of each file, those of all files by their time."""
    found = [(name, line) for file in files for name, line in _tail(file, lines)]
    return [shown(name, line) for name, line in sorted(found, key=_moment)]


def _tail(file: Path, lines: int) -> list[tuple[str, str]]:
    if not file.exists():
        return []
    return [(file.stem, line) for line in file.read_text(errors="replace").splitlines()[-lines:]]


def _moment(named: tuple[str, str]) -> str:
    try:
        return str(json.loads(named[1])["time"])
    except (ValueError, KeyError, TypeError):
        return ""


def follow(files: Sequence[Path]) -> Iterator[str]:
    """What is added from now on, for ever; a file that is begun anew is read from its start."""
    tails = [Tail(file) for file in files]
    while True:
        added = [line for tail in tails for line in tail.added()]
        yield from added
        if not added:
            time.sleep(LOOK_EVERY)


class Tail:
    """The growing end of one log."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._inode, self._read = _begun(file)
        self._half = b""

    def added(self) -> list[str]:
        """Whole lines written since the last look."""
        inode, size = _begun(self._file)
        if inode != self._inode or size < self._read:
            self._inode, self._read, self._half = inode, 0, b""
        if size == self._read:
            return []
        with self._file.open("rb") as log:
            log.seek(self._read)
            new = log.read()
        self._read += len(new)
        *whole, self._half = (self._half + new).split(b"\n")
        return [shown(self._file.stem, line.decode(errors="replace")) for line in whole if line]


def _begun(file: Path) -> tuple[int, int]:
    """Which file this is (its inode; 0 for none) and how many bytes it has."""
    try:
        state = file.stat()
    except FileNotFoundError:
        return 0, 0
    return state.st_ino, state.st_size
