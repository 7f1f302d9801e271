"""What people consent to: every text ever shown, by purpose and version, with its digest."""

import csv
import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_TEXTS = Path(__file__).parents[1] / "data" / "consents.csv"


class ConsentText(BaseModel):
    """A text in both languages; `sha256` is of both, so that a changed text is another version."""

    model_config = ConfigDict(frozen=True)

    purpose: str
    version: str
    since: date
    sha256: str
    text: str
    text_en: str


@cache
def consent_texts() -> tuple[ConsentText, ...]:
    """All texts, as `data/consents.csv` has them."""
    with _TEXTS.open(encoding="utf-8", newline="") as rows:
        return tuple(ConsentText.model_validate(row) for row in csv.DictReader(rows))


def consent_text(purpose: str, version: str) -> ConsentText | None:
    """The text of a purpose in one version, None for one that nobody was ever shown."""
    asked = (purpose, version)
    return next((one for one in consent_texts() if (one.purpose, one.version) == asked), None)


def current_consent(purpose: str) -> ConsentText:
    """The text that is shown now. Raises ValueError for a purpose that has none."""
    return max((t for t in consent_texts() if t.purpose == purpose), key=lambda t: t.since)


def digest_of(text: str, text_en: str) -> str:
    """The digest by which a text is known again."""
    return hashlib.sha256(f"{text}\n{text_en}".encode()).hexdigest()
