"""All mistakes, and a folder full of them: `python -m tests.mistakes.build FOLDER`."""

import sys
from pathlib import Path

from tests.mistakes.mistake import Mistake
from tests.mistakes.packages import PACKAGES
from tests.mistakes.strangers import STRANGERS
from tests.mistakes.texts import TEXT_FILES, TEXT_ROWS
from tests.mistakes.trade import TRADE
from tests.mistakes.workbooks import WORKBOOK_FILES, WORKBOOK_ROWS

__all__ = ["MISTAKES", "Mistake", "build"]

MISTAKES: list[Mistake] = [
    *TEXT_FILES,
    *TEXT_ROWS,
    *WORKBOOK_FILES,
    *WORKBOOK_ROWS,
    *PACKAGES,
    *STRANGERS,
    *TRADE,
]


def build(folder: Path) -> list[tuple[Mistake, Path]]:
    """Writes every mistake into the folder, about 10 MB on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    return [(mistake, mistake.make(folder)) for mistake in MISTAKES]


if __name__ == "__main__":
    for made, path in build(Path(sys.argv[1])):
        print(f"{made.level:8} {made.code:20} {path.name}")
