"""What imports must be told of each kind of spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from kernel.callers import Caller
from kernel.imports.columns import Known
from kernel.imports.model import Counts
from kernel.spreadsheets import CellFault


class ImportKind(Protocol):
    """What a room says about one kind of spreadsheet."""

    name: ClassVar[str]
    row: ClassVar[Any]
    """A pydantic model of a row; each field's alias is the column's name."""

    unshared: ClassVar[tuple[str, ...]]
    """Fields of a row besides its code of which no two rows of a file may have the same."""

    @property
    def columns(self) -> Mapping[str, Known]:
        """What people call each column."""

    async def expect_edition(self, edition: str) -> None:
        """Raises NotFound for an edition that is not known."""

    async def faults(self, edition: str, rows: Sequence[Any]) -> Mapping[str, Sequence[CellFault]]:
        """What is wrong with rows beyond their own cells, by the rows' code."""

    def remarks(self, rows: Sequence[Any]) -> Mapping[str, Sequence[CellFault]]:
        """What is to be said of right rows, by the rows' code; they are saved all the same."""

    async def save(self, edition: str, rows: Sequence[Any], caller: Caller) -> Counts:
        """Save rows and their facts, in the transaction at hand; some may be saved already."""
