"""One line that shows how a long step goes: live on a terminal, now and then in a log."""

import sys
import time
from types import TracebackType
from typing import Self

PRINT_EVERY = 5.0


class Progress:
    """A step's line; it ends with a line break however the step ends."""

    def __init__(self) -> None:
        self._live = sys.stdout.isatty()
        self._born = self._printed = time.monotonic()
        self._width = 0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._born

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._width:
            print(flush=True)

    def show(self, text: str) -> None:
        if self._live:
            print("\r" + text.ljust(self._width), end="", flush=True)
            self._width = len(text)
        elif time.monotonic() - self._printed >= PRINT_EVERY:
            print(text, flush=True)
            self._printed = time.monotonic()

    def finish(self, text: str) -> None:
        print(("\r" if self._width else "") + text.ljust(self._width), flush=True)
        self._width = 0
