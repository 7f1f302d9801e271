"""The words: templates in Indonesian and English; who uses them brings only data."""

import unicodedata
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from services.notifications.inbox.model import Entry
from services.notifications.people.model import Language

JAKARTA = ZoneInfo("Asia/Jakarta")
TITLE_ROOM = 70
NAME_ROOM = 60


class Words:
    """Says things in both languages; a language is a file, a phrase is a macro in it."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("services.notifications"),
            autoescape=select_autoescape(("html",)),
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "shortened": shortened,
            "one_line": one_line,
            "moment": moment,
            "day": day,
        }

    def title(self, entry: Entry, language: Language) -> str:
        """An entry in one line."""
        return self._say(f"{entry.occasion}.{language}.txt", "title", entry)

    def text(self, entry: Entry, language: Language) -> str:
        """An entry in a sentence or two."""
        return self._say(f"{entry.occasion}.{language}.txt", "text", entry)

    def subject(self, language: Language, **letter: Any) -> str:
        """The subject of a letter."""
        return one_line(self._say(f"subject.{language}.txt", "subject", letter))

    def letter(self, language: Language, form: str, **letter: Any) -> str:
        """The body of a letter as `txt` or `html`."""
        return self._templates.get_template(f"letter.{language}.{form}").render(letter=letter)

    def notice(self, purpose: str, language: Language, **about: str) -> dict[str, str]:
        """What a letter for a purpose says, part by part."""
        parts = ("subject", "text", "action", "ending")
        said = {part: self._say(f"{purpose}.{language}.txt", part, about) for part in parts}
        return {part: one_line(text) for part, text in said.items()}

    def framed(self, form: str, **letter: Any) -> str:
        """A letter whose words are given, as `txt` or `html`."""
        return self._templates.get_template(f"notice.{form}").render(letter=letter)

    def _say(self, template: str, phrase: str, about: object) -> str:
        macros = self._templates.get_template(template).module
        return str(getattr(macros, phrase)(about))


def moment(value: datetime, language: Language) -> str:
    """A time in Central Java: 12 November 2026 17.00 WIB."""
    clock = "HH.mm" if language == "id" else "HH:mm"
    return format_datetime(value, f"d MMMM y {clock} 'WIB'", tzinfo=JAKARTA, locale=language)


def day(value: datetime, language: Language) -> str:
    """A day in Central Java: 12 November 2026."""
    return format_datetime(value, "d MMMM y", tzinfo=JAKARTA, locale=language)


def one_line(text: str) -> str:
    """Text without line breaks, control characters or marks that turn its direction."""
    harmless = text if text.isprintable() else "".join(map(_harmless, text))
    return " ".join(harmless.split())


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else character


def shortened(text: str, room: int = TITLE_ROOM) -> str:
    """Text of at most `room` characters, cut between words where that is possible."""
    line = one_line(text)
    if len(line) <= room:
        return line
    start, space, _ = line[:room].rpartition(" ")
    return (start if space and len(start) > room // 2 else line[: room - 1]).rstrip(" ,.;:") + "…"
