"""How much memory this process takes at most while something happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PEAK_RESET = "5"


@contextmanager
def grows_at_most(kilobytes: int) -> Iterator[None]:
    """Fails when the peak within exceeds what was held on entering by more than that."""
    before = _kilobytes("VmRSS")
    Path("/proc/self/clear_refs").write_text(PEAK_RESET)
    yield
    grown = _kilobytes("VmHWM") - before
    assert grown <= kilobytes, f"{grown} kB more"


def _kilobytes(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))
