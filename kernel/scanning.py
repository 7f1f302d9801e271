"""The hook for a scanner for malware: a command that is given a file and says what it thinks."""

import asyncio
import shlex
from asyncio.subprocess import DEVNULL
from pathlib import Path
from typing import Literal

from kernel.logs import logger

SCAN_SECONDS = 60.0

Scan = Literal["not-scanned", "clean", "infected", "unavailable"]


class Scanner:
    """Asks a command about a file, such as `clamdscan --no-summary -`; without one, nobody is.

    The command reads the file on its standard input and ends with 0 for a clean one and 1 for an
    infected one, as ClamAV's do; any other end, and one that takes too long, is no answer.
    """

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    async def scan(self, path: Path) -> Scan:
        """What the scanner says; "not-scanned" where there is none."""
        if not self._command:
            return "not-scanned"
        ended = await self._ended(path)
        if ended not in (0, 1):
            logger.warning("the scanner gave no answer", ended=ended)
            return "unavailable"
        return "infected" if ended else "clean"

    async def _ended(self, path: Path) -> int | str:
        with path.open("rb") as file:
            try:
                child = await asyncio.create_subprocess_exec(
                    *self._command, stdin=file, stdout=DEVNULL, stderr=DEVNULL
                )
            except OSError as error:
                return str(error)
        try:
            async with asyncio.timeout(SCAN_SECONDS):
                return await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()
            return "timeout"
