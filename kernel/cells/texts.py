"""Text as people mean it: composed letters, no blanks around it, no invisible signs."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from kernel.cells.errors import cell_error

LINE_CHARACTERS = 200
TEXT_CHARACTERS = 5_000
ITEMS = 50
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile(r"\r\n?")


def _clean(value: str) -> str:
    if INVISIBLE.search(value):
        raise cell_error(
            "control-character",
            "Isi memuat karakter kendali yang tidak tampak; ketik ulang.",
            "There are invisible control characters in it; type it again.",
        )
    return LINE_ENDS.sub("\n", unicodedata.normalize("NFC", value)).strip()


def _one_line(value: Any) -> Any:
    return " ".join(_clean(value).split()) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return _clean(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class line:  # noqa: N801  reads as an annotation: Annotated[str, line(120)]
    """One line of so many characters; runs of blanks and line ends become one blank."""

    most: int
    least: int = 1

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        string = core_schema.str_schema(min_length=self.least, max_length=self.most)
        return core_schema.no_info_before_validator_function(_one_line, string)


@dataclass(frozen=True)
class text:  # noqa: N801  reads as an annotation: Annotated[str, text(2000)]
    """Up to `most` characters on any number of lines."""

    most: int

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        string = core_schema.str_schema(max_length=self.most)
        return core_schema.no_info_before_validator_function(_lines, string)


def _items(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(item for part in re.split("[;\n]", value) if (item := part.strip()))


Line = Annotated[str, line(LINE_CHARACTERS)]
Text = Annotated[str, text(TEXT_CHARACTERS)]
ListOfText = Annotated[tuple[Line, ...], Field(max_length=ITEMS), BeforeValidator(_items)]
