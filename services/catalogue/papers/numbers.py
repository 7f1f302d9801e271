"""How the number of a paper is written, where its issuer says so."""

import re
from typing import NamedTuple

SAMPLE = "CONTOH-"
GS1_INDONESIA = "899"


class NumberFormat(NamedTuple):
    """`digits` of them, behind a label that may be left out (a regular expression)."""

    label: str
    digits: int
    example: str


# Source: data/seed/certifications.csv; kinds that are not here have no form that is known.
FORMATS: dict[str, NumberFormat] = {
    "NIB": NumberFormat("NIB", 13, "9120001234567"),
    "PIRT": NumberFormat("P-?IRT", 15, "P-IRT 2063321010234-27"),
    "BPOM-MD": NumberFormat("(BPOM)? *(RI)? *(MD)?", 12, "MD 270111000123"),
    "BPOM-TR": NumberFormat("(POM|BPOM)? *(TR)?", 9, "TR 123456789"),
    "BPOM-NA": NumberFormat("(BPOM)? *(N[A-E])?", 11, "NA 18210100001"),
    "PKRT": NumberFormat("(KEMENKES)? *(RI)? *(PKD)?", 11, "PKD 20501234567"),
    "HKI": NumberFormat("IDM", 9, "IDM 000123456"),
    "GTIN": NumberFormat("GTIN", 13, "8991234567891"),
}


class Objection(NamedTuple):
    """What is wrong, or worth a look: a stable code, and a sentence in each language."""

    code: str
    detail: str
    detail_en: str


def objection_to(kind: str, number: str, is_sample: bool) -> Objection | None:
    """Why a number cannot be one of its kind; None when it may be.

    A number that starts with CONTOH- says that it is made up, so only sample things have one.
    """
    if number.upper().startswith(SAMPLE):
        return None if is_sample else _made_up(number)
    known = FORMATS.get(kind)
    if known is None:
        return None
    digits = _digits(number, known)
    if digits is None:
        return _misshapen(kind, known)
    if kind == "GTIN" and not _is_checked_by_its_last_digit(digits):
        return _mistyped(number)
    return None


def remark_on(kind: str, number: str) -> Objection | None:
    """What the office should know of a number that may be right: a GTIN from elsewhere."""
    digits = _digits(number, FORMATS["GTIN"]) if kind == "GTIN" else None
    if digits is None or digits.startswith(GS1_INDONESIA):
        return None
    return Objection(
        "foreign-gtin",
        f"GTIN ini tidak diawali {GS1_INDONESIA}, jadi bukan terbitan GS1 Indonesia.",
        f"This GTIN does not start with {GS1_INDONESIA}, so GS1 Indonesia did not issue it.",
    )


def _digits(number: str, known: NumberFormat) -> str | None:
    """The digits of a number without its label, spaces, dots and hyphens; None if misshapen."""
    bare = re.sub(rf"^(?:{known.label})?[ .:-]*", "", number, count=1, flags=re.IGNORECASE)
    digits = re.sub(r"[ .-]", "", bare)
    return digits if re.fullmatch(rf"[0-9]{{{known.digits}}}", digits) else None


def _is_checked_by_its_last_digit(digits: str) -> bool:
    """GS1 General Specifications 7.9: weights 1 and 3 in turn, the sum a multiple of ten."""
    weighted = (int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return sum(weighted) % 10 == 0


def _made_up(number: str) -> Objection:
    return Objection(
        "sample-number",
        f"Nomor “{number}” adalah nomor contoh; tulis nomor yang sebenarnya.",
        f"Number “{number}” is a sample; write the real one.",
    )


def _misshapen(kind: str, known: NumberFormat) -> Objection:
    return Objection(
        "paper-number",
        f"Nomor {kind} terdiri atas {known.digits} angka, misalnya {known.example}.",
        f"A number of {kind} has {known.digits} digits, such as {known.example}.",
    )


def _mistyped(number: str) -> Objection:
    return Objection(
        "gtin-check-digit",
        f"Angka terakhir GTIN “{number}” tidak cocok dengan angka lain; periksa ketikannya.",
        f"The last digit of GTIN “{number}” does not fit the others; check how it was typed.",
    )
