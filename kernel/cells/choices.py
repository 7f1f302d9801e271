"""Yes and no, in the words people use for them."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kernel.cells.errors import cell_error

YES = {"ya", "y", "iya", "yes", "true", "benar", "1"}
NO = {"tidak", "t", "tdk", "no", "n", "false", "salah", "0"}


def _yes_or_no(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise cell_error(
        "not-yes-or-no", 'Tulis "ya" atau "tidak".', 'Write "ya" (yes) or "tidak" (no).'
    )


YesNo = Annotated[bool, BeforeValidator(_yes_or_no), Field(strict=True)]
