"""Words as they are compared: lower case, without accents, one spelling each."""

import csv
import re
import unicodedata
from pathlib import Path

_WORD = re.compile(r"[a-z0-9]+")


class Words:
    """Takes texts apart into words, by a table of spellings that mean the same.

    The table is a CSV file with the columns `variant` and `word`.
    """

    def __init__(self, spellings: Path) -> None:
        with spellings.open(encoding="utf-8", newline="") as rows:
            self._spelling = {row["variant"]: row["word"] for row in csv.DictReader(rows)}

    def of(self, *texts: str) -> list[str]:
        """The distinct words of some texts, in the order in which they first stand there."""
        plain = _plain(" ".join(texts)).lower()
        found = (self._spelling.get(word, word) for word in _WORD.findall(plain))
        return list(dict.fromkeys(found))


def _plain(text: str) -> str:
    if text.isascii():  # most texts are, and to look at every sign takes most of the time
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
