"""A row of a spreadsheet as an import reads it: a value, or faults of cells."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kernel.cells import cell_faults

Sheet = TypeVar("Sheet", bound=BaseModel)


def read(sheet: type[Sheet], cells: dict[str, str]) -> Sheet:
    """The row; empty cells are left out, as the reader of spreadsheets does."""
    return sheet.model_validate({column: cell for column, cell in cells.items() if cell})


def faults(sheet: type[BaseModel], cells: dict[str, str]) -> list[tuple[str, str]]:
    """Column and code of each fault, every one said differently in each language."""
    columns = {name: info.alias or name for name, info in sheet.model_fields.items()}
    try:
        read(sheet, cells)
    except ValidationError as error:
        found = cell_faults(error, columns)
        assert all(fault.message and fault.message != fault.message_en for fault in found)
        return [(fault.column, fault.code) for fault in found]
    return []
