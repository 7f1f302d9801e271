"""Types for pydantic models that understand what Indonesians type into a spreadsheet's cells.

Each takes the text of a cell or, from JSON, the value itself. A value that breaks its rule raises
an error with sentences (`cell_error`), of which `cell_faults` makes faults of cells.
"""

from kernel.cells.choices import YesNo
from kernel.cells.days import Day
from kernel.cells.errors import cell_error, cell_faults
from kernel.cells.lookup import looked_up, one_of
from kernel.cells.numbers import Amount, Rupiah, WholeNumber
from kernel.cells.texts import Line, ListOfText, Text, line, text

__all__ = [
    "Amount",
    "Day",
    "Line",
    "ListOfText",
    "Rupiah",
    "Text",
    "WholeNumber",
    "YesNo",
    "cell_error",
    "cell_faults",
    "line",
    "looked_up",
    "one_of",
    "text",
]
