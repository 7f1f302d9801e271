"""Knows which cells of a sheet are merged."""

from collections.abc import Iterable
from typing import IO, NamedTuple, Self
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from kernel.spreadsheets.table import Cell, RawRow


class Area(NamedTuple):
    """Cells merged into one; rows are counted from 1, columns from 0."""

    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def of(cls, reference: str) -> Self:
        """The area of a reference like "A2:B5"; raises ValueError for anything else."""
        left, top, right, bottom = range_boundaries(reference)
        return cls(top, bottom, left - 1, right - 1)


class MergedCells:
    """The merged areas of one sheet, to be asked for its rows from top to bottom."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._below = sorted(areas, reverse=True)
        self._here: list[Area] = []

    @classmethod
    def of(cls, sheet: IO[bytes]) -> Self:
        """Reads the areas in a pass of their own: in the file they follow the rows they are about.

        `sheet` is the XML of a sheet and is closed.
        """
        areas: list[Area] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith("mergeCell"):
                areas.append(Area.of(attributes["ref"]))

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        with sheet:
            parser.ParseFile(sheet)
        return cls(areas)

    def marked(self, row: RawRow) -> RawRow:
        """The row with a fault on each cell that an area covers, and on each area's first."""
        areas = self._at(row.number)
        if not areas:
            return row
        cells = dict(row.cells)
        for area in areas:
            cells.setdefault(area.left, Cell(""))
        for at, cell in cells.items():
            if any(area.left <= at <= area.right for area in areas):
                cells[at] = Cell(cell.text, "merged")
        return RawRow(row.number, cells)

    def _at(self, number: int) -> list[Area]:
        while self._below and self._below[-1].top <= number:
            self._here.append(self._below.pop())
        self._here = [area for area in self._here if area.bottom >= number]
        return self._here
