"""The caught mails: one .eml each in a folder, the newest few thousand kept."""

import email
import email.policy
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

ROOM = 5_000
RECIPIENTS = "X-Caught-For"


@dataclass(frozen=True)
class Letter:
    """What the list shows of one mail; `id` is when it was caught, in nanoseconds since 1970."""

    id: str
    to: str
    subject: str
    message_id: str
    date: str


class Mailbox:
    """Every mail as it came, twice when it came twice; the oldest leave when room runs out."""

    def __init__(self, folder: Path, room: int = ROOM) -> None:
        self._folder = folder
        self._room = room
        self._last = 0
        folder.mkdir(parents=True, exist_ok=True)
        kept = sorted(folder.glob("*.eml"))
        self._letters = OrderedDict((file.stem, letter_in(file)) for file in kept)
        self._make_room()

    def keep(self, recipients: Sequence[str], content: bytes) -> None:
        self._last = max(time.time_ns(), self._last + 1)
        file = self._file(f"{self._last:020d}")
        partial = file.with_suffix(".partial")
        partial.write_bytes(f"{RECIPIENTS}: {', '.join(recipients)}\r\n".encode() + content)
        partial.rename(file)
        self._letters[file.stem] = letter_in(file)
        self._make_room()

    def newest_first(self) -> list[Letter]:
        return list(reversed(self._letters.values()))

    def text_of(self, letter_id: str) -> str:
        """The plain text of one mail; KeyError when there is no such mail."""
        body = message_in(self._file(self._letters[letter_id].id)).get_body(("plain", "html"))
        return str(body.get_content()) if body else ""

    def _make_room(self) -> None:
        while len(self._letters) > self._room:
            oldest, _ = self._letters.popitem(last=False)
            self._file(oldest).unlink()

    def _file(self, letter_id: str) -> Path:
        return self._folder / f"{letter_id}.eml"


def message_in(file: Path) -> EmailMessage:
    with file.open("rb") as stream:
        return email.message_from_binary_file(stream, policy=email.policy.default)


def letter_in(file: Path) -> Letter:
    message = message_in(file)
    caught = datetime.fromtimestamp(int(file.stem) / 1e9, UTC)
    return Letter(
        id=file.stem,
        to=str(message[RECIPIENTS]),
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or ""),
        date=caught.isoformat(timespec="milliseconds"),
    )
