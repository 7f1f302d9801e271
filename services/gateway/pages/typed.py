"""What people type into forms, read as they mean it or refused by the field's name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from kernel.problems import Invalid
from services.gateway.pages.formats import JAKARTA

_WHOLE = re.compile(r"\d{1,18}|\d{1,3}([., ]\d{3}){1,5}", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """The fields of a form that was sent."""

    fields: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """What was typed, "" for nothing."""
        return self.fields.get(name, ("",))[0].strip()

    def chosen(self, name: str) -> list[str]:
        """All that was ticked."""
        return [value for value in self.fields.get(name, ()) if value]

    def ticked(self, name: str) -> bool:
        return bool(self.text(name))

    def number(self, name: str, label: str) -> int | None:
        """A whole number, 12500 or 12.500; None for nothing. Raises Invalid."""
        written = self.text(name)
        if not written:
            return None
        if not _WHOLE.fullmatch(written):
            raise _misread(label, "bilangan bulat, misalnya 12.500", "a whole number like 12,500")
        return int(re.sub(r"[., ]", "", written))

    def hundredths(self, name: str, label: str) -> int | None:
        """A number with at most two decimals, in hundredths; None for nothing. Raises Invalid."""
        written = self.text(name).replace(",", ".")
        if not written:
            return None
        try:
            value = Decimal(written) * 100
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value != value.to_integral_value():
            raise _misread(label, "angka seperti 12,5", "a number like 12.5")
        return int(value)

    def day(self, name: str, label: str) -> date | None:
        """A day as browsers send it; None for nothing. Raises Invalid."""
        written = self.text(name)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise _misread(label, "tanggal", "a date") from None

    def clock(self, name: str, label: str) -> time | None:
        """A time of day as browsers send it, or 9.30; None for nothing. Raises Invalid."""
        written = self.text(name).replace(".", ":")
        try:
            return time.fromisoformat(written.zfill(5)) if written else None
        except ValueError:
            raise _misread(label, "jam, misalnya 09.30", "a time like 09:30") from None

    def end_of_day(self, name: str, label: str) -> datetime | None:
        """The last minute of a day in Central Java; None for nothing. Raises Invalid."""
        day = self.day(name, label)
        return datetime.combine(day, time(23, 59), JAKARTA) if day else None


def _misread(label: str, wanted: str, wanted_en: str) -> Invalid:
    return Invalid(
        f"Isian “{label}” harus berupa {wanted}.",
        f"The field “{label}” must be {wanted_en}.",
        code="misread",
    )
