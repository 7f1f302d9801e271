"""What calendars are given: RFC 5545 by its letter, whatever a title says."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.gateway.pages.calendars import LINE_OCTETS, Appointment, calendar

START = datetime(2026, 11, 12, 2, 30, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=200)


def _one(**said: str) -> Appointment:
    title = said.pop("title", "Kopi")
    return Appointment("a1@pendopo", 2, START, START + timedelta(hours=1), title, **said)


@given(title=TEXTS, place=TEXTS)
def test_any_text_comes_back_whole_from_lines_that_are_short(title: str, place: str) -> None:
    text = calendar([_one(title=title, place=place)], START)
    assert all(len(line.encode()) <= LINE_OCTETS for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    for name, said in (("SUMMARY", title), ("LOCATION", place)):
        found = re.search(rf"^{name}:(.*?)\r\n", unfolded, re.MULTILINE)
        assert (_unescaped(found[1]) if found else "") == said


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], text)


def test_an_appointment_is_told_in_universal_time_and_with_its_revision() -> None:
    lines = calendar([_one(link="https://temu.example/kopi")], START).split("\r\n")
    for line in ("DTSTART:20261112T023000Z", "DTEND:20261112T033000Z", "SEQUENCE:1"):
        assert line in lines
    assert lines[-3:] == ["END:VEVENT", "END:VCALENDAR", ""]
    assert "URL:https://temu.example/kopi" in lines
