"""Cells that name something known: a choice, a place, a unit."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BeforeValidator

from kernel.cells.errors import cell_error


def looked_up(
    find: Callable[[str], str | None], code: str, message: str, message_en: str
) -> BeforeValidator:
    """A cell's text, trimmed, becomes what `find` makes of it; None is the error said here."""

    def look_up(value: Any) -> str:
        found = find(str(value).strip())
        if found is None:
            raise cell_error(code, message, message_en)
        return found

    return BeforeValidator(look_up)


def one_of(choices: Mapping[str, str]) -> BeforeValidator:
    """A cell holds one of some words, in any case; it becomes what the word stands for."""
    allowed = ", ".join(choices)
    return looked_up(
        lambda text: choices.get(text.lower()),
        "not-allowed",
        f"Isi dengan salah satu: {allowed}.",
        f"Use one of: {allowed}.",
    )
