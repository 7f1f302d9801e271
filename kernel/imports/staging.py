"""The checking half of an import: the file's rows, one by one, become right rows and errors."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import BaseModel, ValidationError

from kernel.cells import cell_faults
from kernel.imports.model import Counts, ImportJob
from kernel.spreadsheets import CellFault, Row, opened

if TYPE_CHECKING:
    from kernel.imports.jobs import ImportKind

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Staged:
    """Checked rows, waiting on disk in the order of the spreadsheet."""

    path: Path
    row: type[BaseModel]

    def chunks(self, size: int, behind: int) -> Iterator[tuple[list[int], list[BaseModel]]]:
        """Row numbers and rows, `size` at a time, those after the row numbered `behind`."""
        with self.path.open("rb") as file:
            lines = (orjson.loads(line) for line in file)
            later = ((number, cells) for number, cells in lines if number > behind)
            while chunk := list(islice(later, size)):
                numbers = [number for number, _ in chunk]
                yield numbers, [self.row.model_validate(cells) for _, cells in chunk]


@dataclass(slots=True)
class Staging:
    """Reads a spreadsheet for one import job, keeping count."""

    kind: "ImportKind"
    job: ImportJob
    path: Path
    counts: Counts = field(default_factory=Counts)
    noted: int = 0
    warnings: list[dict[str, str]] = field(default_factory=list)
    _first_row_of: dict[str, int] = field(default_factory=dict)

    @property
    def staged(self) -> Staged:
        return Staged(self.path, self.kind.row)

    @property
    def _columns(self) -> dict[str, str]:
        fields = self.kind.row.model_fields.items()
        return {name: info.alias or name for name, info in fields}

    async def read(self, upload: Path) -> AsyncIterator[list[dict[str, Any]]]:
        """Check chunk by chunk; yields each chunk's errors. Raises UnreadableSheet."""
        async with opened(upload, self.job.filename) as sheet:
            self._warn_of_unknown_columns(sheet.columns)
            with self.path.open("wb") as staged:
                async for chunk in _chunks(sheet.rows):
                    yield await self._check(chunk, staged.write)

    async def _check(self, chunk: list[Row], keep: Any) -> list[dict[str, Any]]:
        faults: dict[int, list[CellFault]] = {}
        understood: dict[str, tuple[Row, Any]] = {}
        for row in chunk:
            value, wrong = self._understand(row)
            if value is None or wrong:
                faults[row.number] = wrong
            else:
                understood[value.code] = (row, value)
        values = [value for _, value in understood.values()]
        for code, more in (await self.kind.faults(self.job.edition, values)).items():
            row, _ = understood.pop(code)
            faults[row.number] = list(more)
        for row, _ in understood.values():
            keep(orjson.dumps((row.number, row.cells)) + b"\n")
        self._count(chunk, faults)
        return [self._error(n, i, f) for n in sorted(faults) for i, f in enumerate(faults[n])]

    def _understand(self, row: Row) -> tuple[Any, list[CellFault]]:
        try:
            value = self.kind.row.model_validate(row.cells)
        except ValidationError as error:
            told = {fault.column for fault in row.faults}
            more = cell_faults(error, self._columns)
            return None, [*row.faults, *(fault for fault in more if fault.column not in told)]
        faults = list(row.faults)
        first = self._first_row_of.setdefault(value.code, row.number)
        if first != row.number:
            faults.append(_twice(self._columns["code"], value.code, first))
        return value, faults

    def _warn_of_unknown_columns(self, columns: Iterable[str]) -> None:
        self.warnings = [
            {
                "column": column,
                "message": f"Kolom “{column}” tidak dikenal dan tidak dibaca.",
                "message_en": f"Column “{column}” is not known and was not read.",
            }
            for column in columns
            if column not in self._columns.values()
        ]

    def _count(self, chunk: list[Row], faults: dict[int, list[CellFault]]) -> None:
        self.counts.total += len(chunk)
        self.counts.invalid += len(faults)
        self.counts.valid += len(chunk) - len(faults)
        self.noted += sum(map(len, faults.values()))

    def _error(self, number: int, index: int, fault: CellFault) -> dict[str, Any]:
        return {
            "job": self.job.id,
            "row": number,
            "n": index,
            "column": fault.column,
            "value": fault.value,
            "code": fault.code,
            "message": fault.message,
            "message_en": fault.message_en,
        }


def _twice(column: str, code: str, first: int) -> CellFault:
    return CellFault(
        column=column,
        code="duplicate",
        message=f"Kode “{code}” sudah dipakai di baris {first}. Setiap baris perlu kode sendiri.",
        message_en=f"Code “{code}” is already used in row {first}. Each row needs its own code.",
        value=code,
    )


async def _chunks(rows: AsyncIterator[Row]) -> AsyncIterator[list[Row]]:
    chunk: list[Row] = []
    async for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
