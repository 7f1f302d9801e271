"""What a mistake is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Mistake:
    """One bad spreadsheet.

    `kind` is the import it is meant for, `make` writes it into a folder and returns its path.
    At level "file" the reader refuses it all with `code`; at level "row" it faults at least one
    cell with `code` and reads on; at level "service" it reads well and the room that imports it
    finds the fault `code`.
    """

    name: str
    kind: str
    make: Callable[[Path], Path]
    level: Literal["file", "row", "service"]
    code: str
