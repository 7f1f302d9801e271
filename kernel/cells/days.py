"""Days as people write them, the day before the month before the year."""

import re
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from kernel.cells.errors import cell_error

YEARS = range(1900, 2200)
SERIALS = range(20_000, 80_001)
SERIAL_EPOCH = date(1899, 12, 30)
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ]\d{2}:\d{2}.*)?", re.ASCII)
LOCAL = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]{3,9})[-/., ]+(\d{2}|\d{4})", re.ASCII)
MONTHS = (
    "januari january jan",
    "februari february pebruari feb peb",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu agt ags aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
MONTH_OF = {name: month for month, names in enumerate(MONTHS, 1) for name in names.split()}


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise _not_a_date()
    written = value.strip().lower()
    if written.isdecimal() and int(written) in SERIALS:
        return SERIAL_EPOCH + timedelta(days=int(written))
    if found := ISO.fullmatch(written):
        return _real(found[1], found[2], found[3])
    if found := LOCAL.fullmatch(written):
        return _real(found[3], found[2], found[1])
    raise _not_a_date()


def _real(year: str, month: str, day: str) -> date:
    if len(year) == 2:
        raise cell_error(
            "two-digit-year",
            "Tulis tahun dengan empat angka, misalnya 31/12/2026.",
            "Write the year with four digits, such as 31/12/2026.",
        )
    if not month.isdecimal() and month not in MONTH_OF:
        raise _not_a_date()
    try:
        found = date(int(year), MONTH_OF.get(month) or int(month), int(day))
    except ValueError:
        raise _impossible() from None
    if found.year not in YEARS:
        raise _impossible()
    return found


def _impossible() -> PydanticCustomError:
    return cell_error(
        "impossible-date",
        "Tanggal ini tidak ada; urutannya hari/bulan/tahun.",
        "There is no such day; the order is day/month/year.",
    )


def _not_a_date() -> PydanticCustomError:
    return cell_error(
        "not-a-date",
        "Tulis tanggal seperti 2026-12-31, 31/12/2026, atau 31 Desember 2026.",
        "Write a date like 2026-12-31, 31/12/2026 or 31 Desember 2026.",
    )


Day = Annotated[date, BeforeValidator(_day)]
