"""Appointments as calendars read them: iCalendar, RFC 5545."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

LINE_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True)
class Appointment:
    """Something at a time; the same `uid` with a higher version takes the place of the former."""

    uid: str
    version: int
    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    link: str = ""
    about: str = ""


def calendar(appointments: Iterable[Appointment], moment: datetime) -> str:
    """An iCalendar stream with CRLF lines of at most 75 octets, made at `moment`; times in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pendopo//Programme//ID"]
    for appointment in appointments:
        lines += _event(appointment, moment)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Appointment, moment: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}"
    yield f"SEQUENCE:{one.version - 1}"
    yield f"DTSTAMP:{_utc(moment)}"
    yield f"DTSTART:{_utc(one.starts)}"
    yield f"DTEND:{_utc(one.ends)}"
    for name, text in (("SUMMARY", one.title), ("LOCATION", one.place), ("DESCRIPTION", one.about)):
        if text:
            yield f"{name}:{text.translate(_ESCAPED)}"
    if one.link:
        yield f"URL:{one.link}"
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> Iterator[str]:
    """The line in parts that go on with a space (3.1), none cut within a character."""
    part = ""
    for sign in line:
        if len((part + sign).encode()) > LINE_OCTETS:
            yield part
            part = " "
        part += sign
    yield part
