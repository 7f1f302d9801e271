"""The checking half of an import: the file's rows, one by one, become right rows and errors."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from kernel.cells import cell_faults
from kernel.imports.columns import ColumnsUnclear, FoundColumn, paired
from kernel.imports.kind import ImportKind
from kernel.imports.model import Counts, ImportJob
from kernel.spreadsheets import CellFault, Row, opened

CHUNK = 500
MOST_WARNINGS = 300


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
    """Reads a spreadsheet for one import job, keeping count.

    `chosen` is what people said of headers; the columns of faults are those of the file.
    """

    kind: ImportKind
    job: ImportJob
    path: Path
    chosen: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[FoundColumn, ...] = ()
    counts: Counts = field(default_factory=Counts)
    noted: int = 0
    warnings: list[dict[str, str]] = field(default_factory=list)
    _first_row_of: dict[str, int] = field(default_factory=dict)
    _first_row_with: dict[tuple[str, str], int] = field(default_factory=dict)
    _ours: dict[str, str] = field(default_factory=dict)
    _theirs: dict[str, str] = field(default_factory=dict)

    @property
    def staged(self) -> Staged:
        return Staged(self.path, self.kind.row)

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that every row needs and the file lacks."""
        needed = [f.alias for f in self.kind.row.model_fields.values() if f.is_required()]
        return tuple(column for column in needed if column not in self._ours.values())

    async def read(self, upload: Path) -> AsyncIterator[list[dict[str, Any]]]:
        """Check chunk by chunk; yields each chunk's errors.

        Raises UnreadableSheet, and ColumnsUnclear for a job that is to ask.
        """
        async with opened(upload, self.job.filename) as sheet:
            chunks = _chunks(sheet.rows)
            first = await anext(chunks)
            self._understand_header(sheet.columns, first)
            with self.path.open("wb") as staged:
                yield await self._check(first, staged.write)
                async for chunk in chunks:
                    yield await self._check(chunk, staged.write)

    def _understand_header(self, headers: Sequence[str], rows: list[Row]) -> None:
        self.columns = paired(headers, rows, self.kind.columns, self.chosen)
        self._ours = {one.header: one.column for one in self.columns if one.is_settled}
        self._theirs = {column: header for header, column in self._ours.items() if column}
        is_clear = all(one.is_settled for one in self.columns) and not self.missing
        if self.job.ask_columns and not is_clear:
            raise ColumnsUnclear()
        self._warn_of_unread_columns()

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
            faults[row.number] = self.as_they_call_them(more)
        for code, fault in self._repeated(understood).items():
            row, _ = understood.pop(code)
            faults[row.number] = [fault]
        right = [value for _, value in understood.values()]
        for code, said in self.kind.remarks(right).items():
            self._remark(understood[code][0], said)
        for row, _ in understood.values():
            keep(orjson.dumps((row.number, self._renamed(row))) + b"\n")
        self._count(chunk, faults)
        return self.errors(faults)

    def errors(self, faults: Mapping[int, Sequence[CellFault]]) -> list[dict[str, Any]]:
        """The faults of rows, by their numbers, as they are kept."""
        return [self._error(n, i, f) for n in sorted(faults) for i, f in enumerate(faults[n])]

    def as_they_call_them(self, faults: Iterable[CellFault]) -> list[CellFault]:
        """The same faults, with the columns named as in the file."""
        return [replace(f, column=self._theirs.get(f.column, f.column)) for f in faults]

    def _repeated(self, understood: Mapping[str, tuple[Row, Any]]) -> dict[str, CellFault]:
        """Rows that want what an earlier right row of the file has for itself, by their code."""
        found = {}
        for code, (row, value) in understood.items():
            wanted = [(column, getattr(value, name)) for name, column in self._unshared]
            for column, said in filter(lambda pair: pair[1], wanted):
                first = self._first_row_with.setdefault((column, said), row.number)
                if first != row.number:
                    found[code] = _shared(self._theirs.get(column, column), said, first)
        return found

    @property
    def _unshared(self) -> list[tuple[str, str]]:
        """Fields of which no two rows may have the same, and their columns."""
        fields = self.kind.row.model_fields
        return [(name, fields[name].alias or name) for name in self.kind.unshared]

    def _understand(self, row: Row) -> tuple[Any, list[CellFault]]:
        try:
            value = self.kind.row.model_validate(self._renamed(row))
        except ValidationError as error:
            told = {fault.column for fault in row.faults}
            more = cell_faults(error, self._theirs)
            return None, [*row.faults, *(fault for fault in more if fault.column not in told)]
        faults = list(row.faults)
        first = self._first_row_of.setdefault(value.code, row.number)
        if first != row.number:
            faults.append(_twice(self._code_header, value.code, first))
        return value, faults

    def _remark(self, row: Row, remarks: Sequence[CellFault]) -> None:
        for remark in self.as_they_call_them(remarks):
            if len(self.warnings) < MOST_WARNINGS:
                told = {"message": remark.message, "message_en": remark.message_en}
                self.warnings.append({"column": remark.column, "row": str(row.number), **told})

    @property
    def _code_header(self) -> str:
        column = self.kind.row.model_fields["code"].alias or "code"
        return self._theirs.get(column, column)

    def _renamed(self, row: Row) -> dict[str, str]:
        return {
            ours: cell for header, cell in row.cells.items() if (ours := self._ours.get(header))
        }

    def _warn_of_unread_columns(self) -> None:
        self.warnings = [
            {
                "column": one.header,
                "message": f"Kolom “{one.header}” tidak dikenal dan tidak dibaca.",
                "message_en": f"Column “{one.header}” is not known and was not read.",
            }
            for one in self.columns
            if not one.is_settled
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


def _shared(column: str, value: str, first: int) -> CellFault:
    return CellFault(
        column=column,
        code="used-twice",
        message=f"“{value}” sudah dipakai di baris {first}; hanya satu baris boleh memakainya.",
        message_en=f"“{value}” is used in row {first} already; only one row can have it.",
        value=value,
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
