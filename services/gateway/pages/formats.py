"""How money, numbers, dates and times are written, one function each for both languages."""

import re
from datetime import date, datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from contracts import lists
from services.gateway.model import LanguageCode

JAKARTA = ZoneInfo("Asia/Jakarta")
THOUSANDS: dict[LanguageCode, str] = {"id": ".", "en": ","}


def number(value: float, language: LanguageCode) -> str:
    """12500 → 12.500 (id), 12,500 (en)."""
    if isinstance(value, int):  # a page has hundreds of these, and Babel takes its time
        return f"{value:,}".replace(",", THOUSANDS[language])
    return format_decimal(value, locale=language)


def money(rupiah: int, language: LanguageCode) -> str:
    """12500 → Rp12.500, the official spelling without a space; Rp12,500 in English."""
    return f"Rp{number(rupiah, language)}"


def points(share: float) -> int:
    """A share of 1 as whole points of 100."""
    return round(share * 100)


def day(value: date, language: LanguageCode) -> str:
    """2026-11-12 → 12 November 2026."""
    return format_date(value, "d MMMM y", locale=language)


def weekday(value: date, language: LanguageCode) -> str:
    """2026-11-12 → Kamis, 12 November 2026."""
    return format_date(value, "EEEE, d MMMM y", locale=language)


def clock(value: datetime, language: LanguageCode) -> str:
    """A time of day in Central Java: 09.30 (id), 09:30 (en)."""
    return value.astimezone(JAKARTA).strftime("%H.%M" if language == "id" else "%H:%M")


def period(starts: date, ends: date, language: LanguageCode) -> str:
    """The days of an edition: 12–14 November 2026."""
    if starts.year != ends.year:
        return f"{day(starts, language)} – {day(ends, language)}"
    if starts.month != ends.month:
        return f"{format_date(starts, 'd MMMM', locale=language)} – {day(ends, language)}"
    if starts.day != ends.day:
        return f"{starts.day}–{day(ends, language)}"
    return day(starts, language)


def moment(value: datetime, language: LanguageCode) -> str:
    """A time in Central Java: 12 Nov 2026 10.42 WIB."""
    clock = "HH.mm" if language == "id" else "HH:mm"
    return format_datetime(value, f"d MMM y {clock} 'WIB'", tzinfo=JAKARTA, locale=language)


def recorded(value: object, language: LanguageCode) -> str:
    """What a record holds as people read it: yes or no, a time in Central Java, or its words."""
    if isinstance(value, bool):
        return _YES_OR_NO[language][value]
    if isinstance(value, str) and _TIME.match(value):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return moment(value, language)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
_YES_OR_NO: dict[LanguageCode, tuple[str, str]] = {"id": ("Tidak", "Ya"), "en": ("No", "Yes")}


def month(value: int, language: LanguageCode) -> str:
    """A month of the year by name: 3 → Maret."""
    return format_date(date(2000, value, 1), "LLLL", locale=language)


_MARKETS: dict[str, tuple[str, str]] = {
    "LT": ("Pasar tradisional", "Traditional trade"),
    "LM": ("Ritel modern", "Modern retail"),
    "IN": ("Lembaga", "Institutions"),
    "X:*": ("Ekspor", "Export"),
    "X:EU": ("Uni Eropa", "European Union"),
    "X:GCC": ("Negara Teluk", "Gulf states"),
    "X:ASEAN": ("ASEAN", "ASEAN"),
}


def market(code: str, language: LanguageCode) -> str:
    """A market by its code: LM → Ritel modern, X:NL → Belanda."""
    if code in _MARKETS:
        return _MARKETS[code][language == "en"]
    country = code.removeprefix("X:")
    return str(Locale(language).territories.get(country, country))


def calendar_month(value: str, language: LanguageCode) -> str:
    """2026-12 → Des 2026."""
    return format_date(date.fromisoformat(f"{value}-01"), "LLL y", locale=language)


MOTIFS, DYES = 4, 5


def cloth(code: str) -> str:
    """The batik that stands for somebody without a picture: always the same for the same code."""
    pattern = crc32(code.encode())
    return f"motif-{pattern % MOTIFS} dye-{pattern // MOTIFS % DYES}"


def family(category: str) -> str:
    """The family of goods a category is of, by which it is drawn."""
    return lists.category_families().get(category, "bahan")
