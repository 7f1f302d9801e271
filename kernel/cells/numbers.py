"""Numbers as Indonesians write them: a point between thousands, a comma before a fraction."""

import re
import unicodedata
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from kernel.cells.errors import cell_error

DIGITS = 15
LARGEST = 10**DIGITS - 1
SIGNED = re.compile(r"(?P<sign>[-−–]?)\s*(?P<number>[0-9].*)", re.DOTALL)
SIGNED_RUPIAH = re.compile(
    r"(?P<sign>[-−–]?)\s*(?:(?:rp\.?|idr)\s*)?(?P<inner_sign>[-−–]?)\s*(?P<number>[0-9].*)",
    re.DOTALL | re.IGNORECASE,
)
WHOLE = re.compile(r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,(?:0{1,2}|-))?")
FRACTION = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),(?P<part>[0-9]+)")
POINT_FRACTION = re.compile(r"(?P<whole>[0-9]+)\.(?P<part>[0-9]+)")
COMMA_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def _rupiah(value: Any) -> Any:
    return _whole(_unsigned(value, SIGNED_RUPIAH))


def _whole_number(value: Any) -> Any:
    return _whole(_unsigned(value, SIGNED))


def _amount(value: Any) -> Any:
    number = _unsigned(value, SIGNED)
    if not isinstance(number, str):
        return number
    if COMMA_THOUSANDS.fullmatch(number):
        raise _comma_thousands(number)
    if found := WHOLE.fullmatch(number):
        return float(_bounded(found[1].replace(".", "")))
    if found := FRACTION.fullmatch(number) or POINT_FRACTION.fullmatch(number):
        return float(f"{_bounded(found['whole'].replace('.', ''))}.{found['part']}")
    raise _not_a_number()


def _unsigned(value: Any, form: re.Pattern[str]) -> Any:
    """The text of a number without sign and currency; refuses one below zero, in JSON too."""
    if not isinstance(value, str):
        if isinstance(value, int | float) and value < 0:
            raise _negative()
        return value
    found = form.fullmatch(unicodedata.normalize("NFKC", value).strip())
    if found is None:
        raise _not_a_number()
    parts = found.groupdict()
    if parts["sign"] or parts.get("inner_sign"):
        raise _negative()
    return parts["number"]


def _whole(number: Any) -> Any:
    if not isinstance(number, str):
        return number
    if found := WHOLE.fullmatch(number):
        return int(_bounded(found[1].replace(".", "")))
    if COMMA_THOUSANDS.fullmatch(number):
        raise _comma_thousands(number)
    if FRACTION.fullmatch(number) or POINT_FRACTION.fullmatch(number):
        raise cell_error(
            "fraction",
            "Harus bilangan bulat, tanpa pecahan.",
            "It must be a whole number, without a fraction.",
        )
    raise _not_a_number()


def _bounded(digits: str) -> str:
    if len(digits.lstrip("0")) > DIGITS:
        raise cell_error(
            "too-large",
            f"Paling banyak {DIGITS} angka.",
            f"It may have {DIGITS} digits at most.",
        )
    return digits


def _negative() -> PydanticCustomError:
    return cell_error("negative", "Tidak boleh kurang dari nol.", "It may not be below zero.")


def _not_a_number() -> PydanticCustomError:
    return cell_error(
        "not-a-number",
        "Tulis bilangan saja tanpa satuan, misalnya 12000 atau 12.000.",
        "Write a number only, without a unit, such as 12000 or 12.000.",
    )


def _comma_thousands(number: str) -> PydanticCustomError:
    points = number.partition(".")[0].replace(",", ".")
    plain = points.replace(".", "")
    return cell_error(
        "comma-thousands",
        f"Koma di sini berarti pecahan; untuk ribuan tulis {plain} atau {points}.",
        f"A comma means a fraction here; for thousands write {plain} or {points}.",
    )


Rupiah = Annotated[int, Field(strict=True, ge=0, le=LARGEST), BeforeValidator(_rupiah)]
WholeNumber = Annotated[int, Field(strict=True, ge=0, le=LARGEST), BeforeValidator(_whole_number)]
Amount = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False), BeforeValidator(_amount)]
