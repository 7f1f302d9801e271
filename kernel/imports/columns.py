"""Which column of a file is which of ours: as it is named, as remembered, or as it seems."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

from kernel.problems import Invalid
from kernel.spreadsheets.values import Row, shown

SAMPLES = 3
LIKELY = 85.0
_SIGNS = re.compile(r"[\W_]+")


class Known(Protocol):
    """What people call one of our columns, in two languages."""

    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def also(self) -> tuple[str, ...]: ...


class FoundColumn(BaseModel):
    """A column of a file: its header, some of its values, and which of ours it is, "" for none.

    `how` this is known: it has our `name`, was `chosen` by people (now or for an earlier file), is
    `likely` by what it is called, or is `unknown`.
    """

    model_config = ConfigDict(frozen=True)

    header: str
    samples: tuple[str, ...] = ()
    column: str = ""
    how: Literal["name", "chosen", "likely", "unknown"] = "unknown"

    @property
    def is_settled(self) -> bool:
        return self.how in ("name", "chosen")


class ColumnsUnclear(Exception):
    """Somebody must say which column is which before the rows can be read."""


def paired(
    headers: Sequence[str],
    rows: Sequence[Row],
    known: Mapping[str, Known],
    chosen: Mapping[str, str],
) -> tuple[FoundColumn, ...]:
    """Each header of a file with the column that it is; no column of ours is given twice.

    `chosen` holds what people said of headers, which goes before all else.
    """
    pairs: dict[str, tuple[str, Literal["name", "chosen", "likely"]]] = {}
    taken: set[str] = set()
    for header in headers:
        column = chosen.get(header)
        if column is not None and column not in taken and (not column or column in known):
            pairs[header] = column, "chosen"
            taken |= {column} - {""}
    for header in headers:
        if header not in pairs and header in known and header not in taken:
            pairs[header] = header, "name"
            taken.add(header)
    for header, column in _likely(headers, known, {*pairs}, taken).items():
        pairs[header] = column, "likely"
    return tuple(_found(header, rows, pairs.get(header, ("", "unknown"))) for header in headers)


def _likely(
    headers: Iterable[str], known: Mapping[str, Known], settled: set[str], taken: set[str]
) -> dict[str, str]:
    """The likeliest pairs first, until a header or a column is used up."""
    pairs: dict[str, str] = {}
    free = [column for column in known if column not in taken]
    left = [header for header in headers if header not in settled]
    ranked = sorted(
        ((likeness(h, c, known[c]), h, c) for h in left for c in free),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    for score, header, column in ranked:
        if score >= LIKELY and header not in pairs and column not in pairs.values():
            pairs[header] = column
    return pairs


def likeness(header: str, column: str, known: Known) -> float:
    """How much a header reads like one of the names of a column, 0 to 100."""
    read = _plain(header)
    names = [_plain(name) for name in (column, known.name, known.name_en, *known.also)]
    return max(fuzz.token_sort_ratio(read, name) for name in names)


def _plain(name: str) -> str:
    return " ".join(_SIGNS.sub(" ", name.lower()).split())


def _found(
    header: str,
    rows: Sequence[Row],
    pair: tuple[str, Literal["name", "chosen", "likely", "unknown"]],
) -> FoundColumn:
    values = dict.fromkeys(shown(row.cells[header]) for row in rows if header in row.cells)
    column, how = pair
    return FoundColumn(header=header, samples=tuple(values)[:SAMPLES], column=column, how=how)


def expect_pairs(
    said: Mapping[str, str], found: Sequence[FoundColumn], known: Mapping[str, Known]
) -> dict[str, str]:
    """What somebody says of a file's headers; what is left unsaid stays as it was settled, or "".

    Raises Invalid for a header or a column that does not exist, and for a column given twice.
    """
    headers = [one.header for one in found]
    for header, column in said.items():
        if header not in headers or (column and column not in known):
            raise _unknown(column if header in headers else header)
    columns = [column for column in said.values() if column]
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise Invalid(
            f"Kolom “{twice}” dipasangkan dua kali. Pilih satu kolom berkas saja untuknya.",
            f"Column “{twice}” was chosen twice. Choose one column of the file for it.",
            code="column-twice",
        )
    kept = {one.header: one.column for one in found if one.is_settled and one.column not in columns}
    return {header: said.get(header, kept.get(header, "")) for header in headers}


def _unknown(name: str) -> Invalid:
    return Invalid(
        f"Tidak ada kolom “{name}”. Pakai judul dari berkas dan kolom yang ditawarkan.",
        f"There is no column “{name}”. Use headers of the file and columns that are offered.",
        code="no-column",
    )
