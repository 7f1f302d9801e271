"""What an XLSX says about its sheets before any of them is read."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet


class Book(ExcelReader):  # type: ignore[misc]  # openpyxl carries no types
    """openpyxl's reader, without all that rows do not need: themes, names, charts, properties.

    openpyxl's own read-only sheets look for a sheet's size first, all through one that does not
    tell it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), read_only=True, keep_links=False)  # by any name
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The part of each worksheet that is there, and its state: visible, hidden, veryHidden."""
        for sheet, relation in self.parser.find_sheets():
            if "worksheet" in relation.Type and relation.target in self.valid_files:
                yield relation.target, sheet.state

    def why_nothing_shows(self) -> str:
        """The code of the refusal of a book without a visible worksheet."""
        if any(self.sheets()):
            return "hidden-sheets"
        kinds = [relation.Type for _, relation in self.parser.find_sheets()]
        return "charts-only" if any("chartsheet" in kind for kind in kinds) else "no-sheet"
