"""What a read spreadsheet is made of: rows of text, and the faults of single cells."""

from dataclasses import dataclass

SHOWN_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing wrong with one cell; `code` is stable, the messages say what to do about it.

    `column` is the normalised header name, the letter of a column without one, or "" where the
    whole row is meant; `value` is what the cell holds, cut to what a report can show.
    """

    column: str
    code: str
    message: str
    message_en: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty, numbered as the spreadsheet shows it (the header is row 1).

    `cells` maps normalised header names to trimmed text; empty and faulty cells are left out.
    """

    number: int
    cells: dict[str, str]
    faults: tuple[CellFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is turned down.

    `file_bytes` bounds a CSV as it is and an XLSX unpacked; `packing_ratio` how often a part of an
    XLSX may unpack to its own size; `parts` how many of them there are. The child that reads may
    take `memory_bytes` and `cpu_seconds`, and be silent for `silence_seconds`.
    """

    columns: int = 200
    rows: int = 600_000
    cell_characters: int = 10_000
    file_bytes: int = 200_000_000
    packing_ratio: int = 200
    parts: int = 2_000
    memory_bytes: int = 1_000_000_000
    cpu_seconds: int = 120
    silence_seconds: float = 150.0


STANDARD = Limits()


def shown(text: str) -> str:
    """A cell's text as a fault repeats it: short, and without signs that move the others."""
    head = text[: SHOWN_CHARACTERS + 1]
    seen = "".join(c if c.isprintable() else "�" for c in head[:SHOWN_CHARACTERS])
    return f"{seen}…" if len(head) > SHOWN_CHARACTERS else seen
