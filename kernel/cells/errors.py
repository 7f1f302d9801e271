"""Turns what pydantic finds wrong with a row into faults of cells, in two languages."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kernel.spreadsheets import CellFault
from kernel.spreadsheets.values import shown

NO_WHOLE_NUMBER = ("not-a-number", "Harus bilangan bulat.", "It must be a whole number.")
NO_DATE = (
    "not-a-date",
    "Harus tanggal seperti 2026-11-24.",
    "It must be a date like 2026-11-24.",
)
# pydantic's type: (our code, Indonesian, English); in braces, pydantic's context
STANDARD: dict[str, tuple[str, str, str]] = {
    "missing": ("missing", "Wajib diisi.", "This must be filled in."),
    "string_too_long": (
        "too-long",
        "Paling banyak {max_length} huruf; persingkat.",
        "At most {max_length} characters; shorten it.",
    ),
    "string_too_short": (
        "too-short",
        "Paling sedikit {min_length} huruf.",
        "At least {min_length} characters.",
    ),
    "too_long": (
        "too-many",
        "Paling banyak {max_length} isian; sekarang {actual_length}.",
        "At most {max_length} entries; there are {actual_length}.",
    ),
    "too_short": (
        "too-few",
        "Paling sedikit {min_length} isian; sekarang {actual_length}.",
        "At least {min_length} entries; there are {actual_length}.",
    ),
    "greater_than": ("too-small", "Harus lebih dari {gt}.", "It must be more than {gt}."),
    "greater_than_equal": ("too-small", "Paling kecil {ge}.", "It must be {ge} or more."),
    "less_than": ("too-large", "Harus kurang dari {lt}.", "It must be less than {lt}."),
    "less_than_equal": ("too-large", "Paling besar {le}.", "It must be {le} or less."),
    "multiple_of": (
        "not-a-multiple",
        "Harus kelipatan {multiple_of}.",
        "It must be a multiple of {multiple_of}.",
    ),
    "literal_error": ("not-allowed", "Pilih salah satu: {choices}.", "Choose one of: {choices}."),
    "enum": ("not-allowed", "Pilih salah satu: {choices}.", "Choose one of: {choices}."),
    "string_pattern_mismatch": (
        "wrong-form",
        "Bentuk isi tidak sesuai; yang boleh: {pattern}",
        "This has not the form it must have: {pattern}",
    ),
    "int_type": NO_WHOLE_NUMBER,
    "int_parsing": NO_WHOLE_NUMBER,
    "int_from_float": NO_WHOLE_NUMBER,
    "string_type": ("not-text", "Harus berupa teks.", "It must be text."),
    "date_from_datetime_parsing": NO_DATE,
    "date_parsing": NO_DATE,
    "extra_forbidden": (
        "unknown-column",
        "Kolom ini tidak dikenal; hapus atau ganti judulnya.",
        "This column is not known; remove or rename it.",
    ),
}
ANY = ("invalid", "Isi ini tidak dapat dipakai; perbaiki.", "This cannot be used: {msg}.")


def cell_error(code: str, message: str, message_en: str) -> PydanticCustomError:
    """The error for a validator to raise: a stable code and what to do about it, twice."""
    context = {"message": message, "message_en": message_en}
    return PydanticCustomError(code, "{message_en}", context)


def cell_faults(error: ValidationError, columns: Mapping[str, str]) -> list[CellFault]:
    """One fault for each error, in their order; `columns` maps a field to its column's name.

    A field that `columns` does not have is taken for the column; an error of the whole model has
    the column "".
    """
    return [_fault(found, columns) for found in error.errors(include_url=False)]


def _fault(found: ErrorDetails, columns: Mapping[str, str]) -> CellFault:
    field = str(found["loc"][0]) if found["loc"] else ""
    code, message, message_en = sentences_of(found)
    return CellFault(columns.get(field, field), code, message, message_en, _shown(found))


def sentences_of(found: ErrorDetails) -> tuple[str, str, str]:
    """A stable code for what pydantic found, and what to do about it in two languages."""
    context: dict[str, Any] = found.get("ctx", {})
    if "message_en" in context:
        return found["type"], context["message"], context["message_en"]
    code, message, message_en = STANDARD.get(found["type"], ANY)
    facts = {**context, "msg": found["msg"], "choices": _choices(context)}
    return code, message.format(**_dotted(facts)), message_en.format(**_grouped(facts))


def _grouped(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers as English readers write them, 12,500."""
    return {name: f"{value:,}" if type(value) is int else value for name, value in facts.items()}


def _dotted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Whole numbers as Indonesians write them, 12.500."""
    return {
        name: f"{value:,}".replace(",", ".") if type(value) is int else value
        for name, value in facts.items()
    }


def _choices(context: Mapping[str, Any]) -> str:
    """pydantic writes "'a', 'b' or 'c'"; people read "a, b, c"."""
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")


def _shown(found: ErrorDetails) -> str:
    value = found["input"]
    if found["type"] == "missing" or not found["loc"]:
        return ""
    items = value if isinstance(value, list | tuple) else [value]
    return shown("; ".join(str(item) for item in items))
